/**
 * `npm run package:test`: tries what `npm run package` made, the way people get it: the tarball into an empty
 * prefix without network, the folder for Linux on a PATH without Node, the folder for Windows by its contents
 * (and under Wine where there is one).
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** `MZ`, then at the offset of 0x3c the signature of a PE image, for x64, with a table of certificates. */
function checkExecutable(image: Uint8Array): void {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  assert.equal(view.getUint16(0, true), 0x5a4d, 'MZ');
  const header = view.getUint32(0x3c, true);
  assert.equal(view.getUint32(header, true), 0x4550, 'PE');
  assert.equal(view.getUint16(header + 4, true), 0x8664, 'x64');
  assert.equal(view.getUint16(header + 24, true), 0x20b, 'PE32+');
  const certificates = header + 24 + 112 + 4 * 8;
  assert(view.getUint32(certificates + 4, true) > 0, 'node.exe carries its signature');
}

function tryWindows(): void {
  const files = unzipSync(readFileSync(fileNamed(/win-x64\.zip$/)));
  const top = Object.keys(files)[0]?.split('/')[0] ?? '';
  const file = (name: string) => {
    const found = files[`${top}/${name}`];
    assert(found, `the folder for Windows holds no ${name}`);
    return found;
  };
  checkExecutable(file('node.exe'));
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
  if (spawnSync('wine', ['--version']).error) {
    say('--  skipped: no wine here, node.exe was not started');
    return;
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    writeFileSync(join(work, name), content);
  }
  // Node under Wine reads no pipe of Unix, so the output goes into files. Wine calls itself an older Windows than
  // Node asks for.
  const command = 'cupath.cmd identify 15.1.2507.6 > out.txt 2> err.txt';
  execFileSync('wine', ['cmd', '/c', command], {
    cwd: join(work, top),
    stdio: 'ignore',
    env: { ...process.env, WINEDEBUG: '-all', NODE_SKIP_PLATFORM_CHECK: '1' },
  });
  assert.match(readFileSync(join(work, top, 'out.txt'), 'utf8'), /Exchange Server 2016 CU23/);
  say('ok  the folder for Windows runs under Wine');
}

try {
  checkSums();
  tryTarball();
  await tryLinux();
  tryWindows();
} finally {
  rmSync(work, { recursive: true, force: true });
}
