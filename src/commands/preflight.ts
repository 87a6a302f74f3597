/** `cupath preflight`: the checks before setup as one PowerShell block, and with `--read` what its output means. */
import { createReadStream } from 'node:fs';
import { releaseTitle } from '../catalogue/catalogue.ts';
import { readLines } from '../diagnose/lines.ts';
import { checksFor, preflightBlock } from '../preflight/block.ts';
import { judgeAnswers } from '../preflight/judge.ts';
import { type Answers, readAnswers } from '../preflight/read.ts';
import { type Json, jsonText } from '../render/json.ts';
import { renderPreflight } from '../render/preflight.ts';
import { readArguments } from './arguments.ts';
import { type Context, todayOf, write } from './context.ts';
import { diagnosisData } from './diagnosis-data.ts';
import { codeOf, EXIT, fileReason, quoted, UsageError } from './failure.ts';
import { PREFLIGHT_FLAGS } from './flags.ts';
import { readRelease } from './levels.ts';
import { formatForOutput, staleNote, styleOf, writeWhole } from './output.ts';
import { readRole } from './values.ts';

const FILE_WIDTH = 80;
const WIDEST = 100;
/** Many times what the block prints; a file beyond it is something else. */
const MOST_BYTES = 1024 * 1024;

function refuse(file: string, problem: string): UsageError {
  return new UsageError(
    `--read: ${quoted(file)}: ${problem}, expected what the block of cupath preflight printed`,
  );
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'this is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted';
  return fileReason(error, 'it cannot be read');
}

function inputOf(context: Context, file: string): AsyncIterable<Uint8Array> {
  if (file !== '-') return createReadStream(file);
  if (context.stdinIsTerminal || context.stdin === undefined) {
    throw new UsageError('--read: - reads standard input, but nothing is piped into it');
  }
  return context.stdin;
}

async function* limited(chunks: AsyncIterable<Uint8Array>, file: string): AsyncIterable<Uint8Array> {
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.length;
    if (count > MOST_BYTES) throw refuse(file, `it holds more than ${MOST_BYTES} bytes`);
    yield chunk;
  }
}

async function answersOf(context: Context, file: string): Promise<Answers> {
  const lines: string[] = [];
  const chunks = limited(inputOf(context, file), file);
  let problem: 'empty' | 'binary' | null;
  try {
    problem = await readLines(chunks, (more) => {
      for (const line of more) lines.push(line);
    });
  } catch (error) {
    throw error instanceof UsageError ? error : refuse(file, reasonOf(error));
  }
  if (problem !== null) throw refuse(file, problem === 'empty' ? 'the file is empty' : 'this is no text');
  const answers = readAnswers(lines);
  if (answers === 'none') throw refuse(file, 'no line of it begins with cupath:preflight');
  if (answers === 'version') throw refuse(file, 'it was printed by the block of another version');
  if (answers === 'several') {
    throw refuse(file, 'the block ran more than once in it; save each output in a file of its own');
  }
  return answers;
}

/**
 * Prints the block, or judges its output.
 * @returns 0, whatever the checks say
 */
export async function preflightCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('preflight', PREFLIGHT_FLAGS, args);
  const [extra] = positionals;
  if (extra !== undefined)
    throw new UsageError(`preflight: found ${quoted(extra)}, expected nothing; a file to read needs --read`);
  const format = formatForOutput(values, ['text', 'json']);
  const today = todayOf(context, values.today);
  const role = values.role === undefined ? undefined : readRole(values.role);
  const overlays = values.data ?? [];
  const catalogue = await context.openCatalogue(overlays);
  const release = values.to === undefined ? null : readRelease(catalogue, '--to', values.to);
  const answers = values.read === undefined ? null : await answersOf(context, values.read);
  const { liveChecks } = await diagnosisData(context, catalogue, overlays);
  const checks = checksFor(liveChecks, role);
  const leftOut = liveChecks.filter((check) => !checks.includes(check));

  const style = styleOf(context, values);
  const page = values.output === undefined ? style : { ...style, width: FILE_WIDTH, colour: false };
  const output = () => {
    if (answers === null) {
      if (format === 'text') return preflightBlock(checks, leftOut);
      const list = checks.map(({ id, title, severity, run, good, sources }) => ({
        id,
        title,
        severity,
        run,
        good,
        sources,
      }));
      return jsonText(list as unknown as Json);
    }
    const results = judgeAnswers(checks, answers, { catalogue, release, today });
    const { server, time, complete } = answers;
    const target = release === null ? null : releaseTitle(catalogue, release);
    if (format === 'json')
      return jsonText({ server, time, complete, target, checks: results } as unknown as Json);
    return renderPreflight(
      { server, time, complete, target, results },
      { ...page, width: Math.min(page.width, WIDEST) },
    );
  };
  if (values.output === undefined) await write(context.stdout, output());
  else writeWhole(values.output, output(), { files: [values.read], overlays });
  await write(context.stderr, staleNote(catalogue, today));
  return EXIT.done;
}
