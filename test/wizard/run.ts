/** Runs the wizard from the sources, for the tests in a pseudo-terminal. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { startWizard } from '../../src/wizard/start.tsx';

const data = fileURLToPath(new URL('../../data', import.meta.url));
process.exitCode = await startWizard(loadCatalogue(data, []), {
  today: '2026-11-24',
  plain: process.argv.includes('--plain'),
});
