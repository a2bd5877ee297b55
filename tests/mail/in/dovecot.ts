/** Dovecot, where it is installed (`apt-get install dovecot-imapd`): one user, mails as files (Maildir). */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile, chmod } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../kit/ports';
import { eventually } from '../../kit/program';

const program = '/usr/sbin/dovecot';

/** Why it cannot be used here; undefined when it can. */
export function dovecotMissing(): string | undefined {
  if (!existsSync(program)) return 'dovecot-imapd is not installed';
  if (!existsSync('/usr/lib/dovecot/imap')) return 'dovecot has no imap';
  return process.getuid?.() === 0 ? undefined : 'dovecot is started as root only';
}

export interface Dovecot {
  readonly port: number;
  deliver(mail: string): Promise<void>;
  /** File names of a folder's mails; '' is the inbox. */
  mails(folder: string): Promise<readonly string[]>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const userId = (name: string): string => spawnSync('id', ['-u', name], { encoding: 'utf8' }).stdout.trim();

function configuration(root: string, port: number): string {
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${root}/run
state_dir = ${root}/state
log_path = ${root}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${root}/mail
first_valid_uid = 1
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=dovecot gid=dovecot home=${root}/home
}
namespace inbox {
  inbox = yes
  separator = /
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
  chroot =
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (greeting) => {
      socket.destroy();
      resolve(greeting.toString().startsWith('* OK'));
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

export async function startDovecot(): Promise<Dovecot> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'logigramme-dovecot-'));
  await chmod(root, 0o755);
  const port = await freePort();
  const uid = Number(userId('dovecot'));
  const file = path.join(root, 'dovecot.conf');
  for (const folder of ['run', 'state', 'home', 'mail']) await mkdir(path.join(root, folder));
  await writeFile(file, configuration(root, port));
  const own = (target: string) => spawnSync('chown', ['-R', `${uid}`, target]);
  own(path.join(root, 'mail'));
  own(path.join(root, 'home'));
  let child: ChildProcess;
  let count = 0;

  async function start(): Promise<void> {
    child = spawn(program, ['-F', '-c', file], { stdio: 'ignore' });
    await eventually(() => answers(port), Boolean);
  }
  async function stop(): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  await start();

  return {
    port,
    async deliver(mail) {
      count += 1;
      const [draft, place] = ['tmp', 'new'].map((folder) => path.join(root, 'mail', folder));
      if (draft === undefined || place === undefined) throw new Error('unreachable');
      for (const folder of [draft, place, path.join(root, 'mail', 'cur')])
        await mkdir(folder, { recursive: true });
      const name = `${Date.now()}.${count}.test`;
      await writeFile(path.join(draft, name), mail);
      own(path.join(root, 'mail'));
      await rename(path.join(draft, name), path.join(place, name));
    },
    async mails(folder) {
      const base = path.join(root, 'mail', folder === '' ? '' : `.${folder}`);
      const lists = await Promise.all(
        ['new', 'cur'].map((one) => readdir(path.join(base, one)).catch(() => [])),
      );
      return lists.flat();
    },
    async restart() {
      await stop();
      await start();
    },
    async stop() {
      await stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
