/** The order in which vulnerabilities are listed everywhere: what is exploited and what weighs most comes first. */
import type { VulnerabilityData } from './schema.ts';

/** The day on which CISA listed it as exploited; null: it is not listed, or nobody looked it up. */
export function listedOn({ knownExploited }: VulnerabilityData): string | null {
  return typeof knownExploited === 'string' ? null : knownExploited.listed;
}

/** `CVE-2023-9` before `CVE-2023-10`: numbers count as numbers. */
function inNumbers(id: string): string {
  return id.replace(/\d+/g, (digits) => digits.padStart(9, '0'));
}

/** Larger for what comes first; texts, because sorting them needs no function of ours. */
function weight(item: VulnerabilityData): string {
  const score = (item.score?.value ?? 0).toFixed(1).padStart(4, '0');
  return `${listedOn(item) === null ? 0 : 1} ${score} ${inNumbers(item.id)}`;
}

/** Known-exploited ones first, then by score, then the newest by its number. */
export function worstFirst(items: readonly VulnerabilityData[]): readonly VulnerabilityData[] {
  const byWeight = new Map(items.map((item) => [weight(item), item]));
  return [...byWeight.keys()]
    .sort()
    .reverse()
    .flatMap((key) => byWeight.get(key) ?? []);
}
