/** Saves a checklist again and again and says each time which revision is safe. Killed by its test. */
import process from 'node:process';
import { makeSure, openChecklist, saveChecklist } from '../../src/commands/checklist-file.ts';
import { changed } from '../../src/saved/change.ts';
import { stamp } from './sample.ts';

const [path = '', who = 'anna', count = '1000000'] = process.argv.slice(2);
let open = openChecklist(path);
process.stdout.write('ready\n');
for (let number = 0; number < Number(count); number++) {
  const { steps } = open.checklist.plan;
  const step = steps[who === 'anna' ? 0 : 1]?.id ?? '';
  const result = changed(open.checklist, { kind: 'note', step, text: 'x'.repeat(500) }, stamp(number, who));
  if (!result.ok) throw new Error(result.problem);
  const saving = saveChecklist(open, result.checklist);
  if (saving.kind === 'conflict') throw new Error('conflict');
  open = saving.open;
  process.stdout.write(`${who}-${number}\n`);
}
makeSure(open);
