/**
 * `npm run package:test`: tries what `npm run package` made, the way people get it: the tarball into an empty
 * prefix without network; the single executable and the folder for Linux on a PATH without Node; those for Windows
 * by their contents, and under Wine where there is one.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { unzipSync } from 'fflate';

const release = fileURLToPath(new URL('../release', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'cupath package test '));

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fileNamed(pattern: RegExp): string {
  const name = readdirSync(release).find((each) => pattern.test(each));
  assert(name, `release/ holds no ${pattern}; run npm run package`);
  return join(release, name);
}

function checkSums(): void {
  const lines = readFileSync(join(release, 'SHA256SUMS'), 'utf8').trim().split('\n');
  for (const line of lines) {
    const [digest, name = ''] = line.split('  ');
    const found = createHash('sha256')
      .update(readFileSync(join(release, name)))
      .digest('hex');
    assert.equal(found, digest, name);
  }
  assert.equal(lines.length, readdirSync(release).length - 1);
  say(`ok  ${lines.length} SHA-256 sums`);
}

/** The first commands that somebody types; a PATH without Node. */
function tryCommands(program: string, args: readonly string[] = []): void {
  const env = { PATH: '/nowhere', HOME: work, LANG: 'C.UTF-8' };
  const run = (...more: readonly string[]) =>
    execFileSync(program, [...args, ...more], { encoding: 'utf8', cwd: work, env, stdio: 'pipe' });
  assert.match(run('--version'), /^cupath \d+\.\d+\.\d+ \(catalogue as of 20\d\d-/);
  assert.match(run('identify', '15.1.2507.6'), /Exchange Server 2016 CU23/);
  assert.match(run('plan', '--from', '2016-cu12', '--to', '2016-cu23'), /CU23/);
  assert.match(run('catalogue', 'check'), /^The data are valid\./);
}

function tryWizard(program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { PATH: '/usr/bin:/bin', HOME: work, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
    const pty = spawn(program, [], { cols: 80, rows: 24, cwd: work, env });
    let seen = '';
    const patience = setTimeout(() => pty.kill('SIGKILL'), 20_000);
    pty.onData((data) => {
      const before = seen;
      seen += data;
      if (!before.includes('? help') && seen.includes('? help')) pty.write('\u0003');
    });
    pty.onExit(({ exitCode }) => {
      clearTimeout(patience);
      if (exitCode === 130 && seen.includes('\u001b[?1049l')) resolve();
      else reject(new Error(`the wizard ended with ${exitCode}:\n${seen}`));
    });
  });
}

function tryTarball(): void {
  const prefix = join(work, 'a prefix');
  const { npm_execpath: npm } = process.env;
  assert(npm, 'start this with npm run package:test');
  const args = ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix];
  execFileSync(process.execPath, [npm, ...args, fileNamed(/\.tgz$/)], { cwd: work, stdio: 'pipe' });
  const packages = readdirSync(join(prefix, 'lib', 'node_modules'));
  assert.deepEqual(packages, ['cupath']);
  tryCommands(process.execPath, [join(prefix, 'bin', 'cupath')]);
  say('ok  the tarball installs offline into an empty prefix, and runs');
}

async function tryLinux(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say('--  skipped: this is no Linux x64');
    return;
  }
  const folder = join(work, 'linux');
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', fileNamed(/linux-x64\.tar\.gz$/), '-C', folder, '--strip-components=1']);
  // `readlink` and `dirname` stand in /usr/bin, where this machine may have a Node as well: an own folder of links.
  const tools = join(work, 'tools');
  mkdirSync(tools);
  for (const tool of ['readlink', 'dirname']) {
    const path = execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
    writeFileSync(join(tools, tool), `#!/bin/sh\nexec ${path} "$@"\n`, { mode: 0o755 });
  }
  const starter = join(folder, 'cupath');
  const out = execFileSync('/bin/sh', [starter, '--version'], {
    encoding: 'utf8',
    cwd: work,
    env: { PATH: tools, HOME: work },
  });
  assert.match(out, /^cupath /);
  tryCommands(join(folder, 'node'), [join(folder, 'app', 'dist', 'cupath.js')]);
  await tryWizard(starter);
  say('ok  the folder for Linux runs without Node on the PATH, the wizard as well');
}

/** An overlay of its own, a page, the licences: what lies beside the program elsewhere is inside here. */
async function tryExecutable(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say('--  skipped: this is no Linux x64');
    return;
  }
  const folder = join(work, 'a jump host');
  const program = join(folder, 'cupath');
  mkdirSync(join(folder, 'site'), { recursive: true });
  copyFileSync(fileNamed(/linux-x64$/), program);
  chmodSync(program, 0o755);
  tryCommands(program);
  await tryWizard(program);
  const run = (...args: readonly string[]) =>
    execFileSync(program, args, { encoding: 'utf8', cwd: folder, env: { PATH: '/nowhere' }, stdio: 'pipe' });
  writeFileSync(join(folder, 'site', 'site.yaml'), 'sources:\n  - { id: board, title: Our board }\n');
  assert.match(run('catalogue', 'check', 'site'), /^overlays: site$/m);
  assert.match(run('troubleshoot', '--list'), /\S/);
  const levels = ['--from', '2016-cu12', '--to', '2016-cu23', '--data', 'site'];
  run('plan', ...levels, '--output', 'plan.html');
  assert.match(readFileSync(join(folder, 'plan.html'), 'utf8'), /<script[^>]*>[^<]/);
  const licences = run('help', 'licences');
  for (const part of ['The cupath authors', 'ink ', 'Node.js is licensed'])
    assert(licences.includes(part), part);
  assert.deepEqual(readdirSync(folder).sort(), ['cupath', 'plan.html', 'site']);
  say('ok  the executable for Linux runs alone and writes nothing but its output, the wizard as well');
}

/** `MZ`, then at the offset of 0x3c the signature of a PE image, for x64. @returns the size of its certificates */
function certificatesOf(image: Uint8Array): number {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  assert.equal(view.getUint16(0, true), 0x5a4d, 'MZ');
  const header = view.getUint32(0x3c, true);
  assert.equal(view.getUint32(header, true), 0x4550, 'PE');
  assert.equal(view.getUint16(header + 4, true), 0x8664, 'x64');
  assert.equal(view.getUint16(header + 24, true), 0x20b, 'PE32+');
  return view.getUint32(header + 24 + 112 + 4 * 8 + 4, true);
}

/**
 * Runs a command line under Wine. Node there reads no pipe of Unix, so the output goes into files, and Wine calls
 * itself an older Windows than Node asks for.
 * @returns what was written to standard output; null without Wine
 */
function underWine(command: string, cwd: string): string | null {
  if (spawnSync('wine', ['--version']).error) return null;
  execFileSync('wine', ['cmd', '/c', `${command} > out.txt 2> err.txt`], {
    cwd,
    stdio: 'ignore',
    env: { ...process.env, WINEDEBUG: '-all', NODE_SKIP_PLATFORM_CHECK: '1' },
  });
  return readFileSync(join(cwd, 'out.txt'), 'utf8');
}

function tryWindowsExecutable(): void {
  const path = fileNamed(/win-x64\.exe$/);
  const image = readFileSync(path);
  assert.equal(certificatesOf(image), 0, 'a signature that does not fit any more');
  assert(image.includes('NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1'), 'the program is in it');
  say('ok  the executable for Windows: x64 image, unsigned, with the program in it');
  const folder = join(work, 'wine');
  mkdirSync(folder);
  copyFileSync(path, join(folder, 'cupath.exe'));
  const out = underWine('cupath.exe identify 15.1.2507.6', folder);
  if (out === null) {
    say('--  skipped: no wine here, cupath.exe was not started');
    return;
  }
  assert.match(out, /Exchange Server 2016 CU23/);
  assert.match(underWine('cupath.exe plan --from 2016-cu12 --to 2016-cu23', folder) ?? '', /CU23/);
  say('ok  the executable for Windows runs under Wine');
}

function tryWindows(): void {
  const files = unzipSync(readFileSync(fileNamed(/win-x64\.zip$/)));
  const top = Object.keys(files)[0]?.split('/')[0] ?? '';
  const file = (name: string) => {
    const found = files[`${top}/${name}`];
    assert(found, `the folder for Windows holds no ${name}`);
    return found;
  };
  assert(certificatesOf(file('node.exe')) > 0, 'node.exe carries its signature');
  const starter = Buffer.from(file('cupath.cmd')).toString('ascii');
  assert.equal(starter, '@"%~dp0node.exe" "%~dp0app\\dist\\cupath.js" %*\r\n');
  for (const name of [
    'app/dist/cupath.js',
    'app/dist/catalogue.json',
    'app/data/catalogue.yaml',
    'LICENSE-node.txt',
  ])
    file(name);
  assert.deepEqual(
    Object.keys(files).filter((name) => /[<>:"|?*]|[ .]$|(?:^|\/)(?:con|nul|aux|prn)(?:\.|\/|$)/i.test(name)),
    [],
    'names that Windows does not take',
  );
  say('ok  the folder for Windows: signed x64 image, starter, program, data, names');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    writeFileSync(join(work, name), content);
  }
  const out = underWine('cupath.cmd identify 15.1.2507.6', join(work, top));
  if (out === null) {
    say('--  skipped: no wine here, node.exe was not started');
    return;
  }
  assert.match(out, /Exchange Server 2016 CU23/);
  say('ok  the folder for Windows runs under Wine');
}

try {
  checkSums();
  tryTarball();
  await tryLinux();
  await tryExecutable();
  tryWindows();
  tryWindowsExecutable();
} finally {
  rmSync(work, { recursive: true, force: true });
}
