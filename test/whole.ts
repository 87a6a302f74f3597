/** The catalogue of `data/`, for the many tests that plan with it: read from the build where that is of the same data. */
import { openCatalogue } from '../src/catalogue/compiled.ts';
import { fileAt } from '../src/catalogue/files.ts';

export const catalogue = await openCatalogue({ data: 'data', compiled: fileAt('dist/catalogue.json') });
