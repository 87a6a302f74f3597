/** How levels stand, as JSON: the keys of the contract first, then what explains them. */
import type { StatusAnswer } from '../status/answer.ts';
import type { OpenVulnerability } from '../status/exposure.ts';
import type { LevelStatus } from '../status/status.ts';
import type { LevelName } from '../status/support.ts';
import { issueJson, type Json, jsonText } from './json.ts';

function nameJson(name: LevelName | null): Json {
  return name === null
    ? null
    : { id: name.id, title: name.title, build: name.build, date: name.date, kb: name.kb, link: name.link };
}

function holeJson(item: OpenVulnerability): Json {
  const { id, exploited, certain, outside, fixedBy, name, impact, score, listed, needs } = item;
  return {
    id,
    knownExploited: exploited === 'listed',
    ...{ name, impact, score, listed, certain, outside, fixedBy },
    alsoNeeds: needs.map((action) => action.id),
  };
}

function levelJson(status: LevelStatus): Readonly<Record<string, Json>> {
  const { level, support, newer, hybrid, data } = status;
  return {
    release: level.release.id,
    update: level.update?.id ?? null,
    supported: support.supported,
    behind: { cu: newer.cu?.id ?? null, update: newer.update?.name ?? null },
    vulnerabilities: status.vulnerabilities.map(holeJson),
    knownIssues: status.knownIssues.map((item) => ({
      ...(issueJson(item) as object),
      certain: item.certain,
    })),
    known: true,
    product: level.release.product,
    build: status.name.build,
    updateKnown: level.updateKnown,
    support: {
      service: support.service,
      until: support.until,
      lineEnd: support.lineEnd,
      esuEnd: support.esuEnd,
      assessedUntil: support.assessedUntil,
      text: support.text,
    },
    newer: {
      cu: nameJson(newer.cu),
      update: nameJson(newer.update),
      esuUpdate: nameJson(newer.esuUpdate),
      unconfirmed: nameJson(newer.unconfirmed),
      latest: nameJson(newer.latest),
    },
    needsAction: status.needsAction.map(holeJson),
    obsoleteMitigations: status.obsoleteMitigations.map(({ id, title, removal }) => ({ id, title, removal })),
    hybrid:
      hybrid === null
        ? null
        : {
            ...{ state: hybrid.state, floor: hybrid.floor, from: hybrid.from, inForce: hybrid.inForce },
            ...{ hybrid: hybrid.hybrid, newestCu: hybrid.newestCu },
          },
    remarks: status.remarks,
    message: null,
    catalogue: {
      ...{ asOf: data.asOf, stale: data.stale, ageDays: data.ageDays },
      ...{ patchTuesdays: data.patchTuesdays, nextPatchTuesday: data.nextPatchTuesday },
    },
  };
}

function answerJson(answer: StatusAnswer): Json {
  const { input, server } = answer;
  if (answer.kind === 'level') return { input, server, ...levelJson(answer.status) };
  return {
    ...{ input, server, release: null, update: null },
    supported: answer.kind === 'legacy' ? false : null,
    behind: { cu: null, update: null },
    ...{ vulnerabilities: [], knownIssues: [], known: false, message: answer.message },
  };
}

/** The array that `cupath status --format json` writes; a text that is no level has `known: false` and a message. */
export function renderStatusJson(answers: readonly StatusAnswer[]): string {
  return jsonText(answers.map(answerJson));
}
