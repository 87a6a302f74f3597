/** What every fuzzer is: one attempt after the other until its time is over. */
import type { Random } from './random.ts';

export interface Fuzzer {
  readonly name: string;
  /** What it does, for the table. */
  readonly what: string;
  /** Its part of the whole time. */
  readonly share: number;
  /** Milliseconds that one attempt may take. */
  readonly patience: number;
  /** Attempts that are made whatever the time. */
  readonly least: number;
  /** At most this many; absent: as many as there is time for. */
  readonly most?: number;
  /**
   * One attempt; throws when something is wrong.
   * @param note takes what would be needed to understand a failure; the last note is shown
   */
  attempt(random: Random, note: (text: string) => void): Promise<void> | void;
}

export class Found extends Error {
  override readonly name = 'Found';
}

/** @throws Found when the condition does not hold */
export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Found(message);
}
