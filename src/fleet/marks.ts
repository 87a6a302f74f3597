/**
 * Names in shared plans. A plan is made once for all servers that ask the same question, with marks for names;
 * each server's own copy has them replaced. Names hold letters, digits, dots, dashes and underscores only (as the
 * flags demand), so what a mark becomes needs no quoting that the mark did not need; other names become placeholders.
 */
import type { Plan, Step } from '../checklist/plan.ts';
import type { FleetServer } from './fleet-plan.ts';

/** Valid host names that no text of the data holds. */
export const SERVER_MARK = 'cupath-mark-7f3c.server';
export const DAG_MARK = 'cupath-mark-7f3c.dag';

/**
 * A name that may stand in commands, as `--server` and `--dag` take them. Windows permits underscores in the
 * name of a computer, though DNS does not.
 */
export function isHostName(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9._-]{0,253}[a-z0-9])?$/i.test(text);
}

/** A text (or JSON) with the marks replaced by the names of one server. */
export function withNames(
  text: string,
  server: Pick<FleetServer, 'name' | 'dag' | 'nameInCommands'>,
): string {
  const dag = server.dag !== null && isHostName(server.dag) ? server.dag : '<DAG>';
  return text
    .replaceAll(SERVER_MARK, () => (server.nameInCommands ? server.name : '<SERVER>'))
    .replaceAll(DAG_MARK, () => dag);
}

/** A step for no server in particular: marks become the placeholders of commands. */
export function withoutNames(step: Step): Step {
  const text = JSON.stringify(step);
  if (!text.includes(SERVER_MARK) && !text.includes(DAG_MARK)) return step;
  return JSON.parse(withNames(text, { name: '', dag: null, nameInCommands: false })) as Step;
}

/** The plan of one server with its own names. */
export function planOf(server: FleetServer): Plan | null {
  if (server.shared === null) return null;
  const plan = JSON.parse(withNames(JSON.stringify(server.shared.plan), server)) as Plan;
  const named = server.nameInCommands ? server.name : null;
  const dag = server.dag !== null && isHostName(server.dag) ? server.dag : null;
  return { ...plan, from: { ...plan.from, server: named, dag } };
}
