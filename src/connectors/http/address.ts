/** Which addresses a call may go to. A name is checked at the very resolution that the connection uses. */
import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { HttpCallError } from './errors';

type Family = 'ipv4' | 'ipv6';
const familyOf = (address: string): Family => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

/** Not of the public internet (RFC 6890 and its like), and ways to reach such addresses by another notation. */
const notPublic = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]);

export type IsAllowed = (address: string) => boolean;

/** `listed`: private addresses and networks that the settings allow. */
export function allowedAddresses(listed: readonly string[]): IsAllowed {
  const allowed = listOf(listed);
  return (address) => {
    const family = familyOf(address);
    // BlockList takes an IPv4 address in IPv6 notation (::ffff:10.0.0.1) for the IPv4 address.
    return isIP(address) !== 0 && (!notPublic.check(address, family) || allowed.check(address, family));
  };
}

export const refusedAddress = (host: string, address: string): HttpCallError =>
  new HttpCallError(
    `Le service « ${host} » se trouve à une adresse interne (${address}) qui n’est pas autorisée. ` +
      'L’administrateur peut l’autoriser dans le fichier des connecteurs (addresses).',
    false,
  );

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** For `lookup` of a connection: one forbidden address among those of a name forbids the name. */
export function guardedLookup(host: string, isAllowed: IsAllowed) {
  return (name: string, options: LookupOptions, callback: Callback): void => {
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const refused = addresses.find(({ address }) => !isAllowed(address));
      if (refused !== undefined) return callback(refusedAddress(host, refused.address), []);
      const [first] = addresses;
      if (options.all === true || first === undefined) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
