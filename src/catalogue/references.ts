/** Everything that one file alone cannot show: each check is one function, this is their list. */
import { reversedDays } from './check-days.ts';
import {
  checkedSoftware,
  failureKinds,
  failureVariables,
  logLines,
  patternSamples,
  plainCommands,
  symptomIds,
  symptomWalks,
} from './check-diagnosis.ts';
import {
  duplicateBuilds,
  duplicateNumbers,
  foreignReleases,
  issueBuilds,
  updateBuilds,
  updateDates,
  updatePeriods,
} from './check-levels.ts';
import {
  ambiguousRuleIds,
  danglingAnnotations,
  danglingNames,
  duplicateIds,
  missingPolicies,
  plannedButReleased,
} from './check-names.ts';
import { badRanges, coverage, successorCircles, transitionCircles } from './check-rules.ts';
import {
  controlCharacters,
  insecureLinks,
  sharedServerCommands,
  unknownVariables,
  unquotedVariables,
} from './check-texts.ts';
import { shrinkingTimes } from './check-times.ts';
import type { Merged } from './merge.ts';
import type { CatalogueProblem } from './problem.ts';

const CHECKS: readonly ((merged: Merged) => readonly CatalogueProblem[])[] = [
  duplicateIds,
  ambiguousRuleIds,
  plannedButReleased,
  danglingNames,
  danglingAnnotations,
  missingPolicies,
  duplicateBuilds,
  duplicateNumbers,
  updateBuilds,
  updateDates,
  updatePeriods,
  foreignReleases,
  issueBuilds,
  badRanges,
  coverage,
  reversedDays,
  shrinkingTimes,
  successorCircles,
  transitionCircles,
  unknownVariables,
  unquotedVariables,
  sharedServerCommands,
  insecureLinks,
  controlCharacters,
  patternSamples,
  logLines,
  failureKinds,
  failureVariables,
  plainCommands,
  symptomWalks,
  checkedSoftware,
  symptomIds,
];

/** All problems of merged data, with the position of the entry (or the key in it) at fault. */
export function crossCheck(merged: Merged): readonly CatalogueProblem[] {
  return CHECKS.flatMap((check) => check(merged));
}
