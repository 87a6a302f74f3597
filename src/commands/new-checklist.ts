/** A checklist made of a plan: what `--output NAME.cupath.json` saves and an HTML page carries. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Plan } from '../checklist/plan.ts';
import { jsonText, planJson } from '../render/json.ts';
import { type Checklist, checklistJson } from '../saved/checklist.ts';
import { openChecklist } from './checklist-file.ts';
import { badValue, UsageError } from './failure.ts';
import { type Inputs, writeChecklist } from './output.ts';

export interface Making {
  /** ISO time in UTC. */
  readonly generated: string;
  /** The arguments of `cupath plan` that ask the same question, without `plan`. */
  readonly arguments: readonly string[];
}

/**
 * A checklist that nobody has ticked yet. Its id is a digest of the plan and its time, so the same plan at the
 * same moment is the same checklist whatever it is written to.
 */
export function newChecklist(plan: Plan, { generated, arguments: asked }: Making): Checklist {
  const json = planJson(plan, { generated });
  const digest = createHash('sha256').update(JSON.stringify(json)).digest('hex');
  return {
    id: digest.slice(0, 32),
    revision: 1,
    created: generated,
    arguments: asked,
    plan,
    planJson: json,
    log: [],
  };
}

/** Ticks are hours of somebody's night: a file that holds some is never written over. */
function refuseToLose(path: string): void {
  if (!existsSync(path)) return;
  let ticks: number;
  try {
    ticks = openChecklist(path).checklist.log.length;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw badValue('--output', path, 'a new name: there is a file of this name that is no saved checklist');
  }
  if (ticks > 0)
    throw badValue(
      '--output',
      path,
      `a new name: this checklist holds ${ticks} entries; use cupath resume, with --replan for a new plan`,
    );
}

/**
 * Saves a new checklist.
 * @param inputs what the command reads
 * @throws UsageError where the file holds ticks or is something else, or cannot be written
 */
export function saveNew(path: string, checklist: Checklist, inputs: Inputs): void {
  refuseToLose(path);
  writeChecklist(path, jsonText(checklistJson(checklist)), inputs);
}
