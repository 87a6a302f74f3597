/**
 * "No path" is an answer: which rules block, and the smallest change that opens a way. Found by asking the
 * same search again with one lock (or two) left aside.
 */
import {
  type Catalogue,
  compareBuilds,
  productTitle,
  type Release,
  releaseTitle,
  required,
  windowsFor,
  windowsTitle,
} from '../catalogue/catalogue.ts';
import type { State, Terms } from './acts.ts';
import { coexistenceRulesFor, coexistenceViolation } from './acts.ts';
import { dotnetCanExist, dotnetViolation, type Violation, windowsViolation } from './machine.ts';
import type { LegacyLevel } from './question.ts';
import type { Block, Opening } from './route.ts';
import { type Found, findRoute } from './search.ts';

export interface Obstacles {
  readonly blocks: readonly Block[];
  readonly openings: readonly Opening[];
}

type Lock = 'coexistence' | 'restrictions' | 'windows' | 'dotnet';
const LOCKS: readonly Lock[] = ['coexistence', 'restrictions', 'windows', 'dotnet'];

/** A rule of the catalogue as a block. */
export function policyBlock(catalogue: Catalogue, id: string): Block {
  return { rule: id, because: required(catalogue.policies, id).text };
}

function relaxedRoute(terms: Terms, start: State, locks: readonly Lock[]): Found | null {
  const open: Terms = { ...terms, risks: true, obtainableOnly: false, relaxed: new Set(locks) };
  return findRoute(open, start);
}

function coexistenceBlocks(terms: Terms, start: State, found: Found): Obstacles {
  const blocks: Block[] = [];
  const openings: Opening[] = [];
  let product = start.release.product;
  for (const act of found.acts) {
    if (act.act === 'install-dotnet') continue;
    const present = act.act === 'migrate' ? [...terms.also, product] : terms.also;
    const violation = coexistenceViolation(terms.catalogue, act.release.id, present);
    if (violation && !blocks.some((block) => block.rule === violation.rule)) {
      blocks.push(violation);
      const rules = coexistenceRulesFor(terms.catalogue, act.release.id);
      const refused = [...new Set(rules.flatMap((rule) => rule.refuses))].filter((id) =>
        present.includes(id),
      );
      for (const id of refused) {
        openings.push({
          change: `Remove every ${productTitle(terms.catalogue, id)} server object from the organisation`,
          effect: `${releaseTitle(terms.catalogue, act.release)} is no longer refused`,
        });
      }
    }
    product = act.release.product;
  }
  return { blocks, openings };
}

function windowsBlocks(terms: Terms, start: State, found: Found): Obstacles {
  const landing = found.acts.flatMap((act) => (act.act === 'install-dotnet' ? [] : [act.release]));
  const blocks: Block[] = [];
  for (const release of [...landing, terms.target]) {
    const violation = windowsViolation(terms.catalogue, { ...start, release }, terms.role);
    if (violation && !blocks.some((block) => block.rule === violation.rule)) blocks.push(violation);
  }
  const names = windowsFor(terms.catalogue, terms.target, terms.role)
    .map((id) => windowsTitle(terms.catalogue, id))
    .join(' or ');
  return {
    blocks: [...blocks, policyBlock(terms.catalogue, 'windows-no-in-place')],
    openings: [
      {
        change: `Build a new server with ${names} and ${releaseTitle(terms.catalogue, terms.target)}`,
        effect: 'move mailboxes, connectors and namespaces to it and uninstall this server',
      },
    ],
  };
}

/** The nearest other level of the target's product that can be reached, newer ones first. */
function dotnetBlocks(terms: Terms, start: State): Obstacles {
  const violation = dotnetViolation(terms.catalogue, { ...start, release: terms.target });
  const blocks: Block[] = violation ? [violation] : [];
  const product = required(terms.catalogue.products, terms.target.product);
  const newer = product.releases.filter((release) => compareBuilds(release.build, terms.target.build) > 0);
  const reachable = newer.find((release) => findRoute({ ...terms, target: release, risks: false }, start));
  return {
    blocks: [...blocks, policyBlock(terms.catalogue, 'dotnet-one-version')],
    openings: reachable
      ? [
          {
            change: `Take ${releaseTitle(terms.catalogue, reachable)} as the target`,
            effect: `it supports .NET ${start.dotnet}, which this server already has`,
          },
        ]
      : [],
  };
}

function restrictionBlocks(terms: Terms, found: Found): Obstacles {
  const landing = found.acts.flatMap((act) => (act.act === 'install-dotnet' ? [] : [act.release.id]));
  const rules = terms.catalogue.data.restrictions.filter((rule) =>
    rule.releases.some((id) => landing.includes(id)),
  );
  return {
    blocks: rules.map((rule) => ({ rule: rule.id, because: rule.text })),
    openings: rules.map((rule) => ({
      change: `Have the house rule ${rule.id} lifted${rule.to === undefined ? '' : `, or wait until after ${rule.to}`}`,
      effect: 'the way is open again',
    })),
  };
}

/** Why no route leads from `start` to the target of `terms`, and what would open one. */
export function obstacles(terms: Terms, start: State): Obstacles {
  const { catalogue, target } = terms;
  if (!dotnetCanExist(catalogue, start)) {
    const windows = windowsTitle(catalogue, start.windows);
    return {
      blocks: [policyBlock(catalogue, 'dotnet-one-version')],
      openings: [
        {
          change: 'Correct the .NET version or the Windows version',
          effect: `.NET ${start.dotnet} cannot be on ${windows}; read the Release value on the server and plan again`,
        },
      ],
    };
  }
  if (start.release.product === target.product && target.order < start.release.order) {
    return { blocks: [policyBlock(catalogue, 'no-downgrade')], openings: [] };
  }
  const pairs = LOCKS.flatMap((first, index) =>
    LOCKS.slice(index + 1).map((second) => [first, second] as const),
  );
  for (const locks of [...LOCKS.map((lock) => [lock] as const), ...pairs, LOCKS]) {
    const found = relaxedRoute(terms, start, locks);
    if (!found) continue;
    const parts = locks.map((lock) => {
      if (lock === 'coexistence') return coexistenceBlocks(terms, start, found);
      if (lock === 'windows') return windowsBlocks(terms, start, found);
      if (lock === 'restrictions') return restrictionBlocks(terms, found);
      return dotnetBlocks(terms, start);
    });
    return { blocks: parts.flatMap((part) => part.blocks), openings: parts.flatMap((part) => part.openings) };
  }
  return { blocks: [policyBlock(catalogue, 'no-transition')], openings: [] };
}

/** From a product whose own updates are not planned here: what refuses it, and the first move that is supported. */
export function legacyObstacles(catalogue: Catalogue, from: LegacyLevel, target: Release): Obstacles {
  const refused = coexistenceViolation(catalogue, target.id, [from.product.id]);
  const moves = catalogue.data.transitions.filter(
    (transition) => 'product' in transition.from && transition.from.product === from.product.id,
  );
  return {
    blocks: [policyBlock(catalogue, 'legacy-product'), ...(refused ? [refused] : [])],
    openings: moves.map((move) => {
      const to = required(catalogue.landings, move.id).at(-1);
      return {
        change: `Move to ${to ? releaseTitle(catalogue, to) : move.to.from} first`,
        effect: move.text,
      };
    }),
  };
}

/** For an announced release that is not out: what its announcement refuses today. */
export function plannedObstacles(
  catalogue: Catalogue,
  plannedId: string,
  present: readonly string[],
): Obstacles {
  const planned = required(catalogue.plannedReleases, plannedId);
  const refused: Violation | null = coexistenceViolation(catalogue, plannedId, present);
  return {
    blocks: [
      {
        rule: 'planned-not-released',
        because: planned.note,
      },
      ...(refused ? [refused] : []),
    ],
    openings: refused
      ? [
          {
            change: `Remove ${present.map((id) => productTitle(catalogue, id)).join(', ')} first`,
            effect: 'nothing that is announced refuses it; plan it once it is released',
          },
        ]
      : [],
  };
}
