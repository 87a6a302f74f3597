/** When and by whom: the stamp on every entry of a checklist. */
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Stamp } from '../saved/checklist.ts';
import { type Context, stampText } from './context.ts';

const LONGEST = 300;

/** The account as the system names it; containers may have none. */
function account(env: Context['env']): string {
  try {
    return userInfo().username;
  } catch {
    return env.USERNAME ?? env.USER ?? 'unknown';
  }
}

/** A new stamp. */
export function newStamp(context: Context): Stamp {
  return {
    id: randomBytes(8).toString('hex'),
    at: stampText(context),
    by: account(context.env).slice(0, LONGEST) || 'unknown',
    on: hostname().slice(0, LONGEST) || null,
  };
}
