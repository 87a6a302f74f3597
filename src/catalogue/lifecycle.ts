/** Who still gets updates for a level on a given day, and the same in words. Pure; dates are ISO days. */
import type { Catalogue, Product, Release } from './catalogue.ts';

export type Service = 'public' | 'esu' | 'none';

type EsuPeriod = Product['esu'][number];

function esuPeriodOn(product: Product, today: string): EsuPeriod | undefined {
  return product.esu.find((period) => period.from <= today && today <= period.to);
}

function newestOn(product: Product, today: string): Release | undefined {
  return product.releases.findLast((release) => release.date <= today);
}

/**
 * Who gets security updates for this release on that day: everybody, only subscribers of the ESU period, or
 * nobody. Of a product under the modern policy only the newest release is serviced; of one with fixed dates
 * those that the data lists and whichever is the newest on that day, until extended support ends (that day
 * included).
 */
export function serviced(catalogue: Catalogue, release: Release, today: string): Service {
  const product = catalogue.products.get(release.product);
  if (!product) return 'none';
  const newest = newestOn(product, today)?.id === release.id;
  if (product.policy === 'modern') return newest ? 'public' : 'none';
  const open = product.extendedEnd !== undefined && today <= product.extendedEnd;
  if (open && (newest || product.serviced.includes(release.id))) return 'public';
  return esuPeriodOn(product, today)?.covers.includes(release.id) ? 'esu' : 'none';
}

/** The last day on which this release gets updates in its present state; null where no date is fixed or none comes. */
export function servicedUntil(catalogue: Catalogue, release: Release, today: string): string | null {
  const product = catalogue.products.get(release.product);
  if (!product) return null;
  const ends: Readonly<Record<Service, string | undefined>> = {
    public: product.extendedEnd,
    esu: esuPeriodOn(product, today)?.to,
    none: undefined,
  };
  return ends[serviced(catalogue, release, today)] ?? null;
}

export interface LineState {
  readonly state: 'mainstream' | 'extended' | 'esu' | 'ended' | 'modern';
  /** The day on which support for everybody ended or ends; null where no date is fixed. */
  readonly supportEnd: string | null;
  /** The last day of the last ESU period that has begun by that day; null: no period has begun. */
  readonly esuEnd: string | null;
  /** Id of the product to move to; null: this is the current line. */
  readonly successor: string | null;
  /** Whole sentences for people. */
  readonly text: string;
}

function stateOf(product: Product, today: string): LineState['state'] {
  if (product.policy === 'modern') return 'modern';
  if (product.mainstreamEnd !== undefined && today <= product.mainstreamEnd) return 'mainstream';
  if (product.extendedEnd !== undefined && today <= product.extendedEnd) return 'extended';
  return esuPeriodOn(product, today) ? 'esu' : 'ended';
}

function sentences(
  product: Product,
  today: string,
  state: LineState['state'],
  esuEnd: string | null,
): readonly string[] {
  const ended =
    product.extendedEnd === undefined ? 'Support has ended' : `Support ended on ${product.extendedEnd}`;
  const next = product.esu.find((period) => period.from > today);
  switch (state) {
    case 'modern':
      return [
        product.supportedUntilAtLeast === undefined
          ? 'Supported without a fixed end; only the newest release gets updates.'
          : `Supported until at least ${product.supportedUntilAtLeast}; only the newest release gets updates.`,
      ];
    case 'mainstream':
      return [`In mainstream support until ${product.mainstreamEnd}.`];
    case 'extended':
      return [`In extended support until ${product.extendedEnd}.`];
    case 'esu':
      return [
        `${ended}; until ${esuEnd} subscribers of the Extended Security Update (ESU) program still get updates.`,
      ];
    case 'ended':
      if (next)
        return [`${ended}; the next Extended Security Update (ESU) period runs ${next.from} to ${next.to}.`];
      if (esuEnd !== null)
        return [`${ended}, the Extended Security Update (ESU) program on ${esuEnd}; nobody gets updates.`];
      return [`${ended}; nobody gets updates.`];
  }
}

/**
 * How a product line stands on that day, for people: supported, in ESU, or ended when, and where to go.
 * @param successorName how the sentence names the successor; absent: its id
 */
export function lineState(product: Product, today: string, successorName?: string): LineState {
  const state = stateOf(product, today);
  const begun = product.esu.filter((period) => period.from <= today).map((period) => period.to);
  const esuEnd = begun.sort().at(-1) ?? null;
  const text = [...sentences(product, today, state, esuEnd)];
  if (product.successor !== undefined && state !== 'mainstream') {
    text.push(`The next line is ${successorName ?? product.successor}.`);
  }
  return {
    state,
    supportEnd: product.extendedEnd ?? null,
    esuEnd,
    successor: product.successor ?? null,
    text: text.join(' '),
  };
}
