/** What the program brings along: files in its folder, or inside the executable that it is. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type DataSource, fileAt } from '../catalogue/files.ts';

export interface OwnFiles {
  /** A file by its path in the package, such as `dist/page.js`; undefined where it is absent. */
  read(path: string): Buffer | undefined;
  /** The data that ship with the program. */
  readonly data: DataSource;
  /** Where the program notes down how its data files were; absent where they cannot change. */
  readonly stampsPath?: string;
}

/** @param root the folder of the package, with `data/`, `dist/` and `package.json` */
export function filesBelow(root: URL): OwnFiles {
  return {
    read: (path) => fileAt(new URL(path, root))(),
    data: fileURLToPath(new URL('data', root)),
    stampsPath: fileURLToPath(new URL('dist/cache/data.json', root)),
  };
}

/** The name under which the data files lie inside the executable, as JSON. */
export const DATA_ASSET = 'data.json';

/** Files inside a single executable: assets under the paths that they have in the package. */
export function filesInside(): OwnFiles {
  const sea = process.getBuiltinModule('node:sea');
  const read = (path: string) => {
    try {
      return Buffer.from(sea.getRawAsset(path) as ArrayBuffer);
    } catch {
      return undefined;
    }
  };
  const files = () =>
    JSON.parse(read(DATA_ASSET)?.toString('utf8') ?? '[]') as { path: string; text: string }[];
  return { read, data: { name: 'data', files } };
}
