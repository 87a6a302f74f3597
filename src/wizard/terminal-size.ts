/** The size of the terminal that is drawn in, and its changes. */
import { useStdout } from 'ink';
import { useEffect } from 'react';
import type { Size } from './model.ts';

/** Where nobody knows the size. */
const USUAL: Size = { columns: 80, rows: 24 };

export interface Resize extends Size {
  readonly type: 'resize';
}

/** @param dispatch told of each new size; the same function at every call, as that of a reducer is */
export function useResize(dispatch: (event: Resize) => void): void {
  const { stdout } = useStdout();
  useEffect(() => {
    const resized = () => dispatch({ type: 'resize', ...sizeOf(stdout) });
    stdout.on('resize', resized);
    return () => {
      stdout.off('resize', resized);
    };
  }, [stdout, dispatch]);
}

/** Columns and rows of a terminal. */
export function sizeOf({ columns, rows }: { readonly columns?: number; readonly rows?: number }): Size {
  return { columns: columns || USUAL.columns, rows: rows || USUAL.rows };
}
