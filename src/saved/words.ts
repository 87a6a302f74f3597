/** Progress in words. */
import type { Progress } from './progress.ts';

/** Minutes as h:mm. */
function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `10 of 141 steps done, 2 skipped, 1 failed, 129 left`: a failed step is still to be done. */
export function countText({ total, done, skipped, failed, left }: Progress): string {
  const rest = [
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    `${left} left`,
  ];
  return `${done} of ${total} steps done, ${rest.join(', ')}`;
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
