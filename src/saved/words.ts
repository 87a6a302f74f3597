/** Progress in words. */
import type { Progress } from './progress.ts';

/** Minutes as h:mm. */
function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `12 of 141 steps closed (2 skipped), 1 failed, 128 left` */
export function countText({ total, done, skipped, failed, left }: Progress): string {
  const how = skipped === 0 ? '' : ` (${skipped} skipped)`;
  const bad = failed === 0 ? '' : `, ${failed} failed`;
  return `${done + skipped} of ${total} steps done${how}${bad}, ${left} left`;
}

/** `window 2:10 h left of 4:46 h, 0:12 h slower than estimated` */
export function timeLeftText({ window, windowLeft, behind }: Progress): string {
  if (window.high === 0) return '';
  const left = `window ${clock(windowLeft.typical)} h left (${clock(windowLeft.low)} to ${clock(windowLeft.high)}) of ${clock(window.typical)} h`;
  if (behind === null || behind === 0) return left;
  return `${left}, ${clock(Math.abs(behind))} h ${behind > 0 ? 'slower' : 'faster'} than estimated`;
}

export function progressText(progress: Progress): string {
  return [countText(progress), timeLeftText(progress)].filter((part) => part !== '').join('; ');
}
