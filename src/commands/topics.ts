/** `cupath help TOPIC`: what belongs to no single command. Each but the licences fits 80 columns and 24 lines. */
import type { OwnFiles } from './own-files.ts';

const TOPICS = {
  levels: `How a level is named: as you have it at hand. Case and spaces do not matter.

  2016-cu12                     the id that cupath prints
  Exchange 2016 CU12            a name
  2019 CU14 Oct25SU             with its security update (SU)
  15.1.1713.5, 15.01.1713.005   the full build, as ExSetup.exe shows it
  Version 15.1 (Build 1713.5)   as Exchange shows it: says nothing about the SU
  KB5066368                     a KB number

As a target also: latest (what is serviced today, the next product where the
line is dead) and latest-cu (the newest CU of the line).

cupath identify TEXT says what a text means; cupath catalogue list shows all.
`,
  overlays: `An overlay is a folder with YAML files of your own: paths of your ISO images,
a change freeze, a rule of your house. It may add and restrict; it cannot
change or remove what the catalogue says, and every output names it.

  cupath catalogue check C:\\cupath\\site          is it valid?
  cupath plan --data C:\\cupath\\site ...          plan with it

A file of it, C:\\cupath\\site\\site.yaml:

  sources:
    - { id: board, title: Change board of 2026-11-10 }
  restrictions:
    - { id: freeze, releases: [se-rtm], from: 2026-12-15, to: 2027-01-06,
        text: Change freeze over the turn of the year, sources: [board] }
  annotations:
    - { id: se-rtm, note: 'ISO: \\\\fs01\\iso\\se.iso', sources: [board] }

docs/overlays.md of the package says more.
`,
  'exit-codes': `Exit codes

  0    done
  1    a bug in cupath
  2    wrong usage or input: one line on stderr says where and what was expected
  3    no permitted path: the plan says which rules forbid it
  4    the catalogue or an overlay is invalid
  5    status --fail-on: the condition holds
  130  left with Ctrl-C (129, 143: ended by a signal)
`,
  environment: `Environment variables

  NO_COLOR            not empty: no colour
  FORCE_COLOR         colour even into a pipe; 0: none
  TERM=dumb, linux    ASCII only
  LANG, LC_ALL        C or POSIX: ASCII only
  SOURCE_DATE_EPOCH   seconds since 1970: the day and the stamp of the output
  INK_SCREEN_READER   true: the wizard draws nothing, it is read aloud
  CUPATH_DEBUG=1      a bug shows where in the program it is

In a console of Windows without Unicode (no Windows Terminal) cupath draws with
ASCII by itself. cupath reads no other settings and has no settings file.
`,
} as const;

const LICENCES = 'licences';

type Topic = keyof typeof TOPICS | typeof LICENCES;

export const TOPIC_NAMES: readonly Topic[] = [...(Object.keys(TOPICS) as (keyof typeof TOPICS)[]), LICENCES];

/** True for the name of a topic. */
export function isTopic(word: string): word is Topic {
  return TOPIC_NAMES.some((name) => name === word);
}

/** Of cupath, of what is bundled with it, and of Node where that is in the same file. */
function licences(own: OwnFiles): string {
  return ['LICENSE', 'dist/THIRD-PARTY-LICENSES.txt', 'LICENSE-node.txt']
    .flatMap((path) => own.read(path)?.toString('utf8').trimEnd() ?? [])
    .join(`\n\n${'='.repeat(78)}\n\n`)
    .concat('\n');
}

/** The text of a topic; ends in a line end. */
export function topicText(topic: Topic, own: OwnFiles): string {
  return topic === LICENCES ? licences(own) : TOPICS[topic];
}
