/** What a release says to the functional level of the forest: below its list a level can be raised, above it nothing helps. */
import { type Catalogue, type Release, releaseTitle, required, ruleFor } from '../catalogue/catalogue.ts';
import type { CatalogueData } from '../catalogue/schema.ts';
import type { Obstacles } from './obstacles.ts';

type ForestLevel = CatalogueData['forestLevels'][number];

export type ForestStanding = 'below' | 'supported' | 'above';

/** The forest functional levels that a release supports, lowest first. */
export function supportedForestLevels(catalogue: Catalogue, release: Release): readonly ForestLevel[] {
  const { levels } = ruleFor(catalogue.forestLevelRules, release);
  return catalogue.data.forestLevels
    .filter((level) => levels.includes(level.id))
    .sort((a, b) => a.value - b.value);
}

function forestLevel(catalogue: Catalogue, id: string): ForestLevel {
  return required(new Map(catalogue.data.forestLevels.map((level) => [level.id, level])), id);
}

/** Where a forest functional level (its id) stands to the ones that a release supports. */
export function forestStanding(catalogue: Catalogue, release: Release, id: string): ForestStanding {
  const supported = supportedForestLevels(catalogue, release);
  if (supported.some((level) => level.id === id)) return 'supported';
  const { value } = forestLevel(catalogue, id);
  return supported.every((level) => level.value < value) ? 'above' : 'below';
}

/** The level in one sentence: on no list of the release, and no step lowers it. */
export function forestTooHigh(catalogue: Catalogue, release: Release, id: string): string {
  const names = supportedForestLevels(catalogue, release).map((level) => level.name);
  return (
    `${releaseTitle(catalogue, release)} supports the forest functional levels ${names.join(' and ')}; ` +
    `${forestLevel(catalogue, id).name} is above them and on no list, so it counts as unsupported, ` +
    'and a level that was raised is not to be counted on to go down again'
  );
}

/** What blocks a release in a forest whose level is above its list, and what would open a way. */
export function forestObstacles(catalogue: Catalogue, release: Release, id: string): Obstacles {
  const supported = supportedForestLevels(catalogue, release);
  const { name, value } = forestLevel(catalogue, id);
  const accepting = [...catalogue.releases.values()].findLast(
    (item) => ruleFor(catalogue.forestLevelRules, item).levels.includes(id) && item.date >= release.date,
  );
  return {
    blocks: [
      {
        rule: ruleFor(catalogue.forestLevelRules, release).id,
        because: forestTooHigh(catalogue, release, id),
      },
    ],
    openings: [
      {
        change: "Read the level once more: ([ADSI]'LDAP://RootDSE').forestFunctionality",
        effect: `${supported.map((level) => `${level.value} is ${level.name}`).join(', ')}, ${value} is ${name}; if it is a supported one, plan again with it as --forest-level`,
      },
      accepting
        ? {
            change: `Take ${releaseTitle(catalogue, accepting)} as the target`,
            effect: `it supports the forest functional level ${name}`,
          }
        : {
            change: 'Ask Microsoft support before you install Exchange in this forest',
            effect: `no release in these data supports the level ${name}; newer data of cupath may know one that does`,
          },
    ],
  };
}
