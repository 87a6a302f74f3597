/** The data of diagnoses: patterns that do what their samples say, texts that can be filled, walks that end. */
import { bareVariables, commandsIn, textsIn, VARIABLE } from './check-texts.ts';
import { LOG_LINES, type LogLineId, RESULT_IDS, RUN_VARIABLES } from './diagnosis-names.ts';
import type { PatternData, SetupFailure, SymptomData } from './diagnosis-schema.ts';
import { evidenceLeaves, patternsIn } from './evidence.ts';
import type { Entry, Merged } from './merge.ts';
import { suggestion } from './nearest.ts';
import { compilePattern, matchPattern } from './pattern.ts';
import { type CatalogueProblem, problemAt } from './problem.ts';
import type { Path } from './yaml.ts';

interface FoundPattern {
  readonly entry: Entry<unknown>;
  readonly path: Path;
  readonly pattern: PatternData;
}

function failurePatterns(failure: SetupFailure): { readonly path: Path; readonly pattern: PatternData }[] {
  const leaves = failure.when === undefined ? [] : evidenceLeaves(failure.when, ['when']);
  return [
    ...leaves.flatMap(({ leaf, path }) => patternsIn(leaf, path)),
    ...(failure.context ?? []).map((pattern, index) => ({ pattern, path: ['context', index] })),
  ];
}

function allPatterns(merged: Merged): FoundPattern[] {
  return [
    ...merged.entries.logLines.flatMap((entry) =>
      entry.value.patterns.map((pattern, index) => ({ entry, path: ['patterns', index], pattern })),
    ),
    ...merged.entries.setupFailures.flatMap((entry) =>
      failurePatterns(entry.value).map((found) => ({ entry, ...found })),
    ),
  ];
}

/** Every pattern fits its sample and not the other line. */
export function patternSamples(merged: Merged): readonly CatalogueProblem[] {
  return allPatterns(merged).flatMap(({ entry, path, pattern }) => {
    const compiled = compilePattern(pattern.match);
    return [
      ...(matchPattern(compiled, pattern.sample)
        ? []
        : [problemAt(entry.at([...path, 'sample']), 'the pattern does not match its sample')]),
      ...(matchPattern(compiled, pattern.other)
        ? [problemAt(entry.at([...path, 'other']), 'the pattern matches the line that it must not match')]
        : []),
    ];
  });
}

/** The reader of logs knows every line it needs, and finds in it what it needs. */
export function logLines(merged: Merged): readonly CatalogueProblem[] {
  const { logLines: lines, setupFailures } = merged.entries;
  const known = new Set<string>(lines.map((entry) => entry.value.id));
  const [first] = [...lines, ...setupFailures];
  const absent = first
    ? (Object.keys(LOG_LINES) as LogLineId[]).filter((id) => !known.has(id))
    : ([] as readonly LogLineId[]);
  const missing = absent.map((id) => problemAt(first?.at() ?? nowhere, `logLines: "${id}" is missing`));
  const unnamed = lines.flatMap((entry) =>
    entry.value.patterns.flatMap((pattern, index) => {
      const { names } = compilePattern(pattern.match);
      return LOG_LINES[entry.value.id]
        .filter((name) => !names.includes(name))
        .map((name) => problemAt(entry.at(['patterns', index, 'match']), `expected a place named {${name}}`));
    }),
  );
  return [...missing, ...unnamed];
}

const nowhere = { file: 'data', line: 1, column: 1 };

/** A cause, hint or guess says when; what the reader gives by itself is there and says nothing of the kind. */
export function failureKinds(merged: Merged): readonly CatalogueProblem[] {
  const { setupFailures } = merged.entries;
  const wrong = setupFailures.flatMap((entry) => {
    const { id, kind, stage, when } = entry.value;
    const isResult = (RESULT_IDS as readonly string[]).includes(id);
    if (isResult !== (kind === 'result')) {
      return [
        problemAt(entry.at(['kind']), `expected kind: result for ${RESULT_IDS.join(', ')} and no other`),
      ];
    }
    if (isResult || (stage !== undefined && when !== undefined)) return [];
    return [problemAt(entry.at(['id']), `${id}: expected a stage: and a when:`)];
  });
  const known = new Set(setupFailures.map((entry) => entry.value.id));
  const [first] = setupFailures;
  const absent = first
    ? RESULT_IDS.filter((id) => !known.has(id)).map((id) =>
        problemAt(first.at(), `setupFailures: "${id}" is missing`),
      )
    : [];
  return [...wrong, ...absent];
}

/** The texts of a failure hold only what its patterns keep or what every run has. */
export function failureVariables(merged: Merged): readonly CatalogueProblem[] {
  return merged.entries.setupFailures.flatMap((entry) => {
    const kept = failurePatterns(entry.value).flatMap(({ pattern }) => compilePattern(pattern.match).names);
    const known = new Set<string>([...RUN_VARIABLES, ...kept]);
    const { title, cause, actions } = entry.value;
    const unknown = textsIn({ title, cause, actions }, []).flatMap(({ path, text }) =>
      [...text.matchAll(VARIABLE)]
        .filter(([, name = '']) => !known.has(name))
        .map(([whole, name = '']) =>
          problemAt(
            entry.at(path),
            `unknown variable ${whole}${suggestion(name, known) || '; for a script block write it with spaces inside'}`,
          ),
        ),
    );
    const bare = commandsIn({ actions }, []).flatMap(({ path, shell, run }) =>
      bareVariables(shell, run).map((name) =>
        problemAt(
          entry.at(path),
          `{${name}} comes out of a log and must stand in ${shell === 'cmd' ? 'double' : 'single'} quotes`,
        ),
      ),
    );
    return [...unknown, ...bare];
  });
}

/** Commands of symptoms and checks are run as they stand. */
export function plainCommands(merged: Merged): readonly CatalogueProblem[] {
  const entries: readonly Entry<unknown>[] = [...merged.entries.symptoms, ...merged.entries.liveChecks];
  return entries.flatMap((entry) =>
    textsIn(entry.value, []).flatMap(({ path, text }) =>
      [...text.matchAll(VARIABLE)].map(([whole]) =>
        problemAt(
          entry.at(path),
          `${whole}: a symptom or check has no variables; for a script block write it with spaces inside`,
        ),
      ),
    ),
  );
}

/** An answer or a remedy leads somewhere, and no way leads in a circle. */
export function symptomWalks(merged: Merged): readonly CatalogueProblem[] {
  const elsewhere = new Set<string>([
    ...merged.entries.symptoms.map((entry) => entry.value.id),
    ...merged.entries.setupFailures.map((entry) => entry.value.id),
  ]);
  return merged.entries.symptoms.flatMap((entry) => {
    const ways = waysOf(entry.value);
    const dangling = ways.flatMap(({ to, path }) =>
      ways.some((way) => way.from === to) || isNode(entry.value, to) || elsewhere.has(to)
        ? []
        : [problemAt(entry.at(path), `no such question, remedy, symptom or failure: "${to}"`)],
    );
    const circle = nodesOf(entry.value).find((node) => returns(ways, node));
    const nodes = nodesOf(entry.value);
    const twice = nodes.find((node, index) => nodes.indexOf(node) !== index);
    return [
      ...dangling,
      ...(circle === undefined
        ? []
        : [problemAt(entry.at(['id']), `the way from "${circle}" leads back to it`)]),
      ...(twice === undefined ? [] : [problemAt(entry.at(['id']), `"${twice}" is there twice`)]),
    ];
  });
}

interface Way {
  readonly from: string;
  readonly to: string;
  readonly path: Path;
}

function nodesOf({ questions, remedies }: SymptomData): readonly string[] {
  return [...questions.map((item) => item.id), ...remedies.map((item) => item.id)];
}

function isNode(symptom: SymptomData, id: string): boolean {
  return nodesOf(symptom).includes(id);
}

function waysOf({ questions, remedies }: SymptomData): readonly Way[] {
  return [
    ...questions.flatMap((question, index) =>
      question.answers.map(({ go }, position) => ({
        from: question.id,
        to: go,
        path: ['questions', index, 'answers', position, 'go'],
      })),
    ),
    ...remedies.flatMap(({ id, otherwise }, index) =>
      otherwise === undefined ? [] : [{ from: id, to: otherwise, path: ['remedies', index, 'otherwise'] }],
    ),
  ];
}

function returns(ways: readonly Way[], start: string): boolean {
  const seen = new Set<string>();
  const queue = [start];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const { to } of ways.filter((way) => way.from === at)) {
      if (to === start) return true;
      if (!seen.has(to)) queue.push(to);
      seen.add(to);
    }
  }
  return false;
}

/** A symptom and a failure are shown under one name, so an id stands for one of them. */
export function symptomIds(merged: Merged): readonly CatalogueProblem[] {
  const failures = new Set(merged.entries.setupFailures.map((entry) => entry.value.id));
  return merged.entries.symptoms
    .filter((entry) => failures.has(entry.value.id))
    .map((entry) => problemAt(entry.at(['id']), `"${entry.value.id}" is already the id of a setup failure`));
}

/** A check that looks for software names one of the catalogue. */
export function checkedSoftware(merged: Merged): readonly CatalogueProblem[] {
  const known = merged.entries.software.map((entry) => entry.value.id);
  return merged.entries.liveChecks.flatMap((entry) => {
    const { software } = entry.value;
    if (software === undefined || known.includes(software)) return [];
    return [
      problemAt(entry.at(['software']), `no such software: "${software}"${suggestion(software, known)}`),
    ];
  });
}
