/** `cupath diagnose LOG...`: what stopped setup, and what to do about it. */
import { type Catalogue, licenceSwitch } from '../catalogue/catalogue.ts';
import { identify, levelTitle } from '../catalogue/identify.ts';
import { diagnoseFiles } from '../diagnose/diagnose.ts';
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import { compileKnowledge } from '../diagnose/knowledge.ts';
import { renderDiagnosis } from '../render/diagnosis.ts';
import { type Json, jsonText } from '../render/json.ts';
import { readArguments } from './arguments.ts';
import { type Context, todayOf, write } from './context.ts';
import { type OpenedFile, openLog, problemLine } from './diagnose-files.ts';
import { diagnosisData } from './diagnosis-data.ts';
import { EXIT, UsageError } from './failure.ts';
import { DIAGNOSE_FLAGS } from './flags.ts';
import { formatForOutput, styleOf, writeWhole } from './output.ts';
import { resumeUpdate } from './resume-update.ts';

const FILE_WIDTH = 80;

function namesOf(catalogue: Catalogue) {
  const level = (build: string) => {
    const found = identify(catalogue, build);
    return found.kind === 'level' ? found.level : null;
  };
  return {
    nameOf: (build: string) => {
      const found = level(build);
      return found && levelTitle(catalogue, found);
    },
    productOf: (build: string) => level(build)?.release.product ?? null,
    licenceOf: (build: string | null) =>
      licenceSwitch(catalogue, (build === null ? null : level(build))?.release ?? null),
  };
}

/** One element of the JSON array: the keys of the contract first. */
function jsonOf(
  opened: OpenedFile,
  diagnosis: Diagnosis | undefined,
  resume: ReturnType<typeof resumeUpdate>,
) {
  if ('problem' in opened) return { file: opened.file, verdicts: [], problem: opened.problem };
  if (!diagnosis) return { file: opened.file, verdicts: [] };
  const { file, verdicts, kind, run, notes, required, errorBlock, services } = diagnosis;
  return { file, verdicts, kind, run, notes, required, errorBlock, services, resume };
}

/**
 * Diagnoses all files together and prints, or writes to `--output`.
 * @returns 0; 2 when a file could not be read (the others are diagnosed all the same)
 */
export async function diagnoseCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('diagnose', DIAGNOSE_FLAGS, args);
  const format = formatForOutput(values, ['text', 'json']);
  const today = todayOf(context, values.today);
  if (positionals.length === 0) {
    throw new UsageError(
      'diagnose: found no file, expected one or more of ExchangeSetup.log, ldif.err, ServiceControl.log (- is standard input)',
    );
  }
  if (positionals.filter((file) => file === '-').length > 1) {
    throw new UsageError('diagnose: found - twice, but standard input can be read once');
  }
  const overlays = values.data ?? [];
  const catalogue = await context.openCatalogue(overlays);
  const knowledge = compileKnowledge(await diagnosisData(context, catalogue, overlays));
  const opened: OpenedFile[] = [];
  for (const file of positionals) opened.push(await openLog(context, knowledge, file));

  const names = namesOf(catalogue);
  const read = opened.filter((item) => 'reading' in item);
  const diagnoses = diagnoseFiles(knowledge, read, { today, ...names });
  const results = opened.map((item) => {
    const at = 'reading' in item ? read.indexOf(item) : -1;
    const diagnosis = diagnoses[at];
    return {
      opened: item,
      diagnosis,
      resume: diagnosis ? resumeUpdate(catalogue, diagnosis, today, overlays) : null,
    };
  });

  const text = () => {
    const style = styleOf(context, values);
    const page = values.output === undefined ? style : { ...style, width: FILE_WIDTH, colour: false };
    const name = (build: string | null) => (build === null ? null : names.nameOf(build));
    return results
      .flatMap(({ diagnosis, resume }) => {
        if (!diagnosis) return [];
        const { run } = diagnosis;
        const named = {
          diagnosis,
          fromName: name(run?.fromBuild ?? null),
          toName: name(run?.toBuild ?? null),
          resume,
        };
        return [renderDiagnosis(named, page)];
      })
      .join('\n');
  };
  const printed =
    format === 'json'
      ? jsonText(results.map((item) => jsonOf(item.opened, item.diagnosis, item.resume)) as unknown as Json)
      : text();
  if (values.output === undefined) await write(context.stdout, printed);
  else writeWhole(values.output, printed, { files: positionals, overlays });

  const problems = opened.flatMap((item) => ('problem' in item ? [problemLine(item)] : []));
  for (const problem of problems) await write(context.stderr, `cupath: ${problem}\n`);
  return problems.length === 0 ? EXIT.done : EXIT.usage;
}
