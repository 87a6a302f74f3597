import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { write } from '../../src/commands/context.ts';
import { outputOn } from '../../src/commands/standard-output.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupath-output-'));
const open: number[] = [];

function opened(path: string, flags: string | number): number {
  const fd = openSync(path, flags);
  open.push(fd);
  return fd;
}

afterEach(() => {
  for (const fd of open.splice(0)) closeSync(fd);
});

/** A stream in the place of Node's own, and whether anybody asked for it. */
function spare() {
  const stream = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  let asked = 0;
  // Nothing but writing is asked of it.
  const make = () => {
    asked++;
    return stream as unknown as NodeJS.WriteStream;
  };
  return { make, bytes: (): Buffer => stream.read() ?? Buffer.alloc(0), asked: () => asked };
}

const TEXT = Array.from({ length: 9000 }, (_, line) => `${line} Prüfung ─ every byte once`).join('\n');

describe('standard output', () => {
  it('writes to a file as it is', async () => {
    const path = join(dir, 'file');
    const { make, asked } = spare();
    const output = outputOn(opened(path, 'w'), make);
    await write(output, TEXT);
    await write(output, 'end');
    expect(readFileSync(path, 'utf8')).toBe(`${TEXT}end`);
    expect(asked()).toBe(0);
  });

  it('leaves to Node what is neither file nor pipe', async () => {
    const { make, bytes } = spare();
    await write(outputOn(opened('/dev/null', 'w'), make), 'x');
    expect(bytes().toString()).toBe('x');
  });

  it('hands the rest to the stream when a pipe that does not wait is full, in order, and all that comes after', async () => {
    const path = join(dir, 'pipe');
    execFileSync('mkfifo', [path]);
    const fd = opened(path, constants.O_RDWR | constants.O_NONBLOCK);
    const { make, bytes, asked } = spare();
    const output = outputOn(fd, make);
    await write(output, TEXT);
    await write(output, 'end');
    expect(asked()).toBe(1);
    const room = Buffer.alloc(1024 * 1024);
    const inPipe = room.subarray(0, readSync(fd, room));
    expect(inPipe.length).toBeGreaterThan(0);
    const whole = Buffer.concat([inPipe, bytes()]).toString('utf8');
    expect(whole).toBe(`${TEXT}end`);
  });

  it('says that the reader is gone', async () => {
    const path = join(dir, 'left');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const output = outputOn(opened(path, 'w'), spare().make);
    closeSync(reader);
    await expect(write(output, 'x')).rejects.toMatchObject({ code: 'EPIPE' });
  });
});
