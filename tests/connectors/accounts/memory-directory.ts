/** An ldapjs server over entries in memory that checks what a directory's schema would: names, parents, passwords, rights. */
import ldap from 'ldapjs';

type Values = Record<string, (string | Buffer)[]>;
/** What of ldapjs's requests is used here; its own types leave them open. */
interface Request {
  readonly connection: { readonly ldap: { readonly bindDN: object } };
  readonly dn: object;
  readonly credentials: string;
  readonly attributes: readonly { type: string; values: string[]; buffers: Buffer[] }[];
  readonly changes: readonly {
    operation: string;
    modification: { type: string; values: string[]; buffers: Buffer[] };
  }[];
  readonly newRdn: object;
  readonly newSuperior: object;
  readonly scope: string | number;
  readonly filter: FilterNode;
  readonly requestValue?: { readonly userIdentity?: string; readonly newPassword?: string };
}
interface FilterNode {
  readonly type: string;
  readonly attribute?: string;
  readonly value?: string;
  readonly subInitial?: string;
  readonly filter?: FilterNode;
  readonly filters?: readonly FilterNode[];
}
interface Response {
  send(entry: object): void;
  end(): void;
}
type Next = (error?: unknown) => void;

type Kind = 'active-directory' | 'openldap';

interface Stored {
  dn: string;
  values: Values;
}

export interface MemoryDirectoryOptions {
  readonly kind: Kind;
  readonly base: string;
  readonly content: readonly (readonly [string, Record<string, string[]>])[];
  readonly certificate: string;
  readonly key: string;
}

export interface MemoryDirectory {
  readonly port: number;
  /** Operations that changed something, in order. */
  readonly writes: string[];
  /** Error of the next operations of this name (`add`, `modify`, …), after it was done or instead of it. */
  fail(operation: string, error: unknown, when: 'instead' | 'after', times?: number): void;
  /** Called when the next operation of this name is done, before its answer leaves. */
  onceDone(operation: string, then: () => void): void;
  stop(): Promise<void>;
}

const plain = (dn: string) => dn.replace(/\s*([,=])\s*/gu, '$1').toLowerCase();
const parentOf = (dn: string) => plain(dn).replace(/^(?:[^,\\]|\\.)*,/u, '');
const lower = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, list]) => [name.toLowerCase(), list]));

/** As Active Directory stores passwords: in quotes, UTF-16; and its rule of complexity. */
function decodePassword(value: string | Buffer): string {
  const text = Buffer.isBuffer(value) ? value.toString('utf16le') : '';
  const password = /^"(.*)"$/su.exec(text)?.[1] ?? '';
  const kinds = [/[a-z]/u, /[A-Z]/u, /[0-9]/u, /[^A-Za-z0-9]/u].filter((kind) => kind.test(password));
  if (password.length < 7 || kinds.length < 3)
    throw new ldap.UnwillingToPerformError('password does not meet policy');
  return password;
}

/** As most directories do, without regard to case; ldapjs's own matching minds it. */
function matches(filter: FilterNode, values: Readonly<Record<string, string[]>>): boolean {
  const own = (values[(filter.attribute ?? '').toLowerCase()] ?? []).map(plain);
  switch (filter.type) {
    case 'AndFilter':
      return (filter.filters ?? []).every((one) => matches(one, values));
    case 'OrFilter':
      return (filter.filters ?? []).some((one) => matches(one, values));
    case 'NotFilter':
      return filter.filter === undefined || !matches(filter.filter, values);
    case 'PresenceFilter':
      return own.length > 0;
    case 'EqualityFilter':
      return own.includes(plain(filter.value ?? ''));
    case 'SubstringFilter':
      return own.some((one) => one.startsWith(plain(filter.subInitial ?? '')));
    default:
      throw new ldap.UnwillingToPerformError(filter.type);
  }
}

export async function startMemoryDirectory(options: MemoryDirectoryOptions): Promise<MemoryDirectory> {
  const { kind, base } = options;
  const entries = new Map<string, Stored>(
    options.content.map(([dn, values]) => [plain(dn), { dn, values: lower(values) }]),
  );
  const passwords = new Map<string, string>();
  for (const { dn, values } of entries.values()) {
    const given = values['userpassword']?.[0];
    if (given !== undefined) passwords.set(plain(dn), String(given));
    delete values['userpassword'];
  }
  const writes: string[] = [];
  const done = new Map<string, () => void>();
  const faults = new Map<string, { error: unknown; when: 'instead' | 'after'; times: number }>();

  function settle(stored: Stored): void {
    const given = stored.values['unicodepwd']?.[0];
    if (given === undefined) return;
    passwords.set(plain(stored.dn), decodePassword(given));
    delete stored.values['unicodepwd'];
  }
  const need = (dn: string): Stored => {
    const found = entries.get(plain(dn));
    if (found === undefined) throw new ldap.NoSuchObjectError(dn);
    return found;
  };
  const isDisabled = ({ values }: Stored) =>
    (Number(values['useraccountcontrol']?.[0] ?? 0) & 2) !== 0 ||
    values['pwdaccountlockedtime'] !== undefined;
  const mustChange = ({ values }: Stored) =>
    values['pwdlastset']?.[0] === '0' || values['pwdreset']?.[0] === 'TRUE';

  function change(operation: string, dn: string, apply: () => void): void {
    const fault = faults.get(operation);
    if (fault !== undefined && (fault.times -= 1) <= 0) faults.delete(operation);
    if (fault?.when === 'instead') throw fault.error;
    apply();
    writes.push(`${operation} ${plain(dn)}`);
    const then = done.get(operation);
    done.delete(operation);
    then?.();
    if (fault !== undefined) throw fault.error;
  }

  function add(dn: string, values: Values): void {
    const key = plain(dn);
    if (entries.has(key)) throw new ldap.EntryAlreadyExistsError(dn);
    if (!entries.has(parentOf(dn))) throw new ldap.NoSuchObjectError(parentOf(dn));
    if ((values['objectclass'] ?? []).length === 0)
      throw new ldap.ObjectclassViolationError('no objectClass');
    const account = values['samaccountname']?.[0];
    const twice = [...entries.values()].some((one) => one.values['samaccountname']?.[0] === account);
    if (kind === 'active-directory' && account !== undefined && twice)
      throw new ldap.ConstraintViolationError(dn);
    const [, name = '', value = ''] = /^([^=]+)=((?:[^,\\]|\\.)*)/u.exec(dn) ?? [];
    values[name.toLowerCase()] ??= [value.replace(/\\(.)/gu, '$1')];
    const stored = { dn, values };
    settle(stored);
    entries.set(key, stored);
  }

  const guard = (next: Next, res: Response, work: () => void): void => {
    try {
      work();
    } catch (error) {
      next(error);
      return;
    }
    res.end();
    next();
  };

  const server = ldap.createServer({ certificate: options.certificate, key: options.key });
  const authorised = (req: Request, writing: boolean): void => {
    const who = plain(req.connection.ldap.bindDN.toString());
    const found = entries.get(who);
    if (found === undefined || mustChange(found)) throw new ldap.InsufficientAccessRightsError('not allowed');
    if (writing && !who.startsWith('cn=logigramme,'))
      throw new ldap.InsufficientAccessRightsError('read only');
  };

  server.bind(base, (req: Request, res: Response, next: Next) => {
    const dn = plain(String(req.dn));
    const found = entries.get(dn);
    if (found === undefined || isDisabled(found) || passwords.get(dn) !== req.credentials) {
      next(new ldap.InvalidCredentialsError());
      return;
    }
    res.end();
    next();
  });
  server.add(base, (req: Request, res: Response, next: Next) => {
    guard(next, res, () => {
      authorised(req, true);
      const values: Values = {};
      for (const one of req.attributes) {
        values[one.type.toLowerCase()] = /^unicodepwd$/iu.test(one.type) ? [...one.buffers] : [...one.values];
      }
      change('add', String(req.dn), () => add(String(req.dn), values));
    });
  });
  server.del(base, (req: Request, res: Response, next: Next) => {
    guard(next, res, () => {
      authorised(req, true);
      need(String(req.dn));
      change('del', String(req.dn), () => entries.delete(plain(String(req.dn))));
    });
  });
  server.modify(base, (req: Request, res: Response, next: Next) => {
    guard(next, res, () => {
      authorised(req, true);
      const stored = need(String(req.dn));
      change('modify', String(req.dn), () => {
        for (const { operation, modification } of req.changes) {
          const name = modification.type.toLowerCase();
          const given: (string | Buffer)[] =
            name === 'unicodepwd' ? modification.buffers : modification.values;
          const before = stored.values[name] ?? [];
          const same = (one: string | Buffer) =>
            given.some((other) => plain(String(other)) === plain(String(one)));
          if (operation === 'add' && before.some(same)) throw new ldap.AttributeOrValueExistsError(name);
          if (operation === 'delete' && !before.some(same)) throw new ldap.NoSuchAttributeError(name);
          const after =
            operation === 'add'
              ? [...before, ...given]
              : operation === 'delete'
                ? before.filter((one) => !same(one))
                : given;
          if (name === 'member' && after.length === 0) throw new ldap.ObjectclassViolationError('member');
          stored.values[name] = after;
        }
        settle(stored);
      });
    });
  });
  server.modifyDN(base, (req: Request, res: Response, next: Next) => {
    guard(next, res, () => {
      authorised(req, true);
      const stored = need(String(req.dn));
      const there = `${String(req.newRdn)},${String(req.newSuperior)}`;
      if (!entries.has(plain(String(req.newSuperior))))
        throw new ldap.NoSuchObjectError(String(req.newSuperior));
      if (entries.has(plain(there))) throw new ldap.EntryAlreadyExistsError(there);
      change('modifyDN', there, () => {
        const password = passwords.get(plain(stored.dn));
        entries.delete(plain(stored.dn));
        if (password !== undefined) passwords.set(plain(there), password);
        entries.set(plain(there), Object.assign(stored, { dn: there }));
      });
    });
  });
  server.search(base, (req: Request, res: Response, next: Next) => {
    guard(next, res, () => {
      authorised(req, false);
      const from = plain(String(req.dn));
      need(from);
      for (const { dn, values } of [...entries.values()]) {
        const here = plain(dn);
        const within =
          req.scope === 'base' || req.scope === 0 ? here === from : `,${here}`.endsWith(`,${from}`);
        const texts = Object.fromEntries(
          Object.entries(values).map(([name, list]) => [name, list.map(String)]),
        );
        if (within && matches(req.filter, texts)) res.send({ dn, attributes: texts });
      }
    });
  });
  if (kind === 'openldap') {
    server.exop('1.3.6.1.4.1.4203.1.11.1', (req: Request, res: Response, next: Next) => {
      guard(next, res, () => {
        authorised(req, true);
        const { userIdentity: dn = '', newPassword: password = '' } = req.requestValue ?? {};
        need(dn);
        change('password', dn, () => passwords.set(plain(dn), password));
      });
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: Number(new URL(server.url).port),
    writes,
    fail: (operation, error, when, times = 1) => void faults.set(operation, { error, when, times }),
    onceDone: (operation, then) => void done.set(operation, then),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
