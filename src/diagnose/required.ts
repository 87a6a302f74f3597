/** The messages by which setup's prerequisite check refuses, and which verdict explains each. Pure. */
import type { RequiredMessage } from './diagnosis.ts';
import { type Match, refusingRules } from './evidence.ts';
import type { RunNotes } from './run.ts';

function idsOf(found: readonly Match[], explains: (match: Match) => boolean): readonly string[] {
  return found.filter(explains).map(({ failure }) => failure.data.id);
}

function follows({ failure }: Match, rule: string): boolean {
  return (failure.data.followers ?? []).some((name) => name.toLowerCase() === rule);
}

/** The message itself is what the failure was found by, behind whatever tag it was written. */
function isFoundBy({ seen }: Match, message: string): boolean {
  return message !== '' && seen.some(({ text }) => text.endsWith(message) || text.endsWith(`${message}]`));
}

/** Messages and rules go together by the list of failed rules; several threads write, so never by neighbourhood. */
function ruleOf(run: RunNotes, message: string): string | null {
  for (const [rule, seen] of run.failedRules) if (seen.captures.message === message) return rule;
  return null;
}

/** Messages that no rule names are explained where every rule that is named is: by the list, else by help links. */
function explainedWithoutRule(run: RunNotes, found: readonly Match[]): readonly string[] {
  const listed = refusingRules(run);
  const rules = listed.length > 0 ? listed.map(([rule]) => rule) : [...run.helpedRules.keys()];
  const all = rules.map((rule) => idsOf(found, (match) => follows(match, rule)));
  return all.every((ids) => ids.length > 0) ? [...new Set(all.flat())] : [];
}

/**
 * Every message that blocks, each once.
 * @param found the failures that were found, and by which lines
 */
export function requiredMessages(run: RunNotes, found: readonly Match[]): readonly RequiredMessage[] {
  const unnamed = explainedWithoutRule(run, found);
  const explained = (message: string, rule: string | null) => {
    const own = idsOf(found, (match) => (rule !== null && follows(match, rule)) || isFoundBy(match, message));
    return own.length === 0 && rule === null ? unnamed : own;
  };
  const messages = [...run.required.entries()].map(([message, seen]): RequiredMessage => {
    const rule = ruleOf(run, message);
    const explainedBy = explained(message, rule);
    return { line: seen.line, text: message, rule: properName(run, rule), explainedBy };
  });
  const told = new Set(messages.map(({ text }) => text));
  // A rule may be listed as failed without a message of its own further down.
  const silent = refusingRules(run).flatMap(([rule, seen]): RequiredMessage[] => {
    const message = seen.captures.message ?? '';
    if (told.has(message)) return [];
    told.add(message);
    return [
      { line: seen.line, text: message, rule: properName(run, rule), explainedBy: explained(message, rule) },
    ];
  });
  return [...messages, ...silent].sort((a, b) => a.line - b.line);
}

function properName(run: RunNotes, rule: string | null): string | null {
  return rule === null ? null : (run.failedRules.get(rule)?.captures.rule ?? rule);
}
