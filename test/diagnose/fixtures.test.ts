/** Real logs, where they are at hand; they are no part of the project. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnoseFiles } from '../../src/diagnose/diagnose.ts';
import { idsOf, knowledge, OPTIONS, readFile } from './read.ts';

const ROOT = '../shared/fixtures/setup-logs';
const present = existsSync(ROOT);
if (!present) console.info(`skipped: no real setup logs under ${ROOT}`);

interface Row {
  readonly file: string;
  readonly from: string | null;
  readonly to: string;
  readonly ids: readonly string[];
  /** What the verdicts must say somewhere. */
  readonly details: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    file: 'PrerequisiteCheck/ExchangeSetup_AD_Prep_Reboot.log',
    to: '15.1.2106.2',
    from: '15.1.1979.3',
    ids: [
      'ad-validation-failed',
      'iis-url-rewrite-missing',
      'msdtc-stopped',
      'process-open-files',
      'reboot-pending-windows-components',
      'remote-registry-failed',
    ],
    details: ['powershell (id 19404)', 'domain Solo, site SiteA', 'ExSvr1.Skywalker.Child.Solo.local'],
  },
  {
    file: 'PrerequisiteCheck/ExchangeSetup_NoPerm.log',
    to: '15.2.792.3',
    from: '15.2.721.2',
    ids: ['needs-enterprise-admin', 'needs-organization-management', 'needs-schema-admin'],
    details: ['SOLO\\Han', 'schema True, organisation True, domain True', 'S-1-5-21-'],
  },
  {
    file: 'PrerequisiteCheck/ExchangeSetup_SchemaAdmin_PrepareSchema.log',
    to: '15.2.792.3',
    from: '15.2.721.2',
    ids: ['needs-enterprise-admin'],
    details: ['schema True, organisation True'],
  },
  {
    file: 'PrerequisiteCheck/DCOutOfSite/ExchangeSetup_DC_Site_2.log',
    to: '15.0.1497.2',
    from: '15.0.1210.3',
    ids: ['dc-out-of-site', 'not-in-schema-master-site', 'reboot-pending-file-renames'],
    details: ['DC2.Child.Solo.local of site SiteA'],
  },
  {
    file: 'KnownIssues/ExchangeSetup-PrepareSchema-8245.log',
    to: '15.1.2176.2',
    from: '15.1.1531.3',
    ids: ['schema-import-ldifde'],
    details: ['code 8245', 'PostExchange2003_schema80.ldf', 'C:\\Users\\Han\\AppData\\Local\\Temp\\ldif.err'],
  },
  {
    file: 'KnownIssues/ExchangeSetupWrongGroupType.log',
    to: '15.1.2044.4',
    from: '15.1.1531.3',
    ids: ['well-known-group-wrong-type'],
    details: [
      'CN=Exchange Servers,OU=Test,DC=Solo,DC=local',
      'Universal, SecurityEnabled',
      '6c01d2a7-f083-4503-8132-789eeb127b84',
    ],
  },
  {
    file: 'KnownIssues/ExchangeSetup_FIPS_AccessDenied.log',
    to: '15.1.2106.2',
    from: '15.1.1713.5',
    ids: ['fips-config-access-denied'],
    details: ['FIP-FS\\Data\\Configuration.xml'],
  },
  {
    file: 'KnownIssues/ExchangeSetup_Failed_Mount_Database.log',
    to: '15.0.1497.2',
    from: '15.0.1293.2',
    ids: ['database-mount-failed'],
    details: ["Mount-Database 'ExSvr1 - DB1'"],
  },
  {
    file: 'KnownIssues/ExchangeSetup_Firewall_Endpoint.log',
    to: '15.0.1497.2',
    from: '15.0.1130.7',
    ids: ['firewall-service-stopped'],
    details: ['0x800706D9'],
  },
  {
    file: 'KnownIssues/ExchangeSetup_InstallFromBin.log',
    to: '15.1.2176.9',
    from: '15.1.2176.2',
    ids: ['install-from-bin', 'same-build'],
    details: ['D:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin'],
  },
  {
    file: 'KnownIssues/ExchangeSetup_Missing_PF_Object.log',
    to: '15.0.1497.2',
    from: null,
    ids: ['public-folder-tree-missing'],
    details: ['CN=SoloORG,CN=Microsoft Exchange'],
  },
  {
    file: 'KnownIssues/ExchangeSetup_NoSuitableDC.log',
    to: '15.2.1544.4',
    from: null,
    ids: ['shared-config-dc-failed'],
    details: ['No Suitable Directory Servers Found in Forest'],
  },
  {
    file: 'KnownIssues/ExchangeSetup_Search_Foundation_Failure.log',
    to: '15.1.2106.2',
    from: '15.1.1261.35',
    ids: ['search-foundation-failed'],
    details: ['Timed out waiting for Admin node'],
  },
  {
    file: 'KnownIssues/ExchangeSetup_Service_Disabled.log',
    to: '15.1.2106.2',
    from: '15.1.2106.2',
    ids: ['same-build', 'service-disabled'],
    details: ["Start-Service 'MSExchangeServiceHost'"],
  },
  {
    file: 'KnownIssues/ExchangeSetup_Arbitration_UPN.log',
    to: '15.0.1497.2',
    from: '15.0.1156.6',
    ids: ['arbitration-upn-duplicate'],
    details: ['Never delete an arbitration mailbox'],
  },
  {
    file: 'KnownIssues/MsiIssues/ExchangeSetup_MSI_1.log',
    to: '15.0.1497.2',
    from: '15.0.995.29',
    ids: ['msi-cache-missing'],
    details: ['build 15.0.995.29', '8466eaed-7024-4aee-9d13-f3a55b98d114', '1612'],
  },
  {
    file: 'KnownIssues/MsiIssues/ExchangeSetup_MSI_3.log',
    to: '15.0.1497.2',
    from: '15.0.1130.7',
    ids: ['msi-cache-missing'],
    details: ['build 15.0.1130.7', '1603'],
  },
  {
    file: 'KnownIssues/MsiIssues/ExchangeSetup_MSI_4.log',
    to: '15.1.2106.2',
    from: '15.1.1913.5',
    ids: ['msi-cache-missing'],
    details: ['build 15.1.1913.5', 'ServerLanguagePack.msi'],
  },
  {
    file: 'KnownIssues/VirtualDirectories/ExchangeSetup_Vdir_1.log',
    to: '15.1.2106.2',
    from: '15.1.1713.5',
    ids: ['virtual-directory-inconsistent'],
    details: ['OWA (Exchange Back End)', 'DC2.Solo.local'],
  },
];

describe.skipIf(!present)('real setup logs', () => {
  it.each(ROWS)('$file', async ({ file, from, to, ids, details }) => {
    const reading = await readFile(`${ROOT}/${file}`);
    const [diagnosis] = diagnoseFiles(knowledge, [{ file, reading }], OPTIONS);
    if (!diagnosis) throw new Error('no diagnosis');
    expect(idsOf(diagnosis)).toEqual([...ids].sort());
    expect(diagnosis.run).toMatchObject({ fromBuild: from, toBuild: to, outcome: 'failed' });
    const said = JSON.stringify(diagnosis.verdicts).replaceAll('\\\\', '\\');
    for (const detail of details) expect(said).toContain(detail);
    // Every line that is shown says something, and no place is left in a text.
    for (const verdict of diagnosis.verdicts) {
      expect(verdict.evidence.length).toBeGreaterThan(0);
      expect(verdict.cause).not.toMatch(/\{[a-z]/i);
    }
  });

  it('reads ldif.err with the log of the same run', async () => {
    const files = ['KnownIssues/ExchangeSetup-PrepareSchema-8245.log', 'KnownIssues/ldif.err'];
    const read = await Promise.all(
      files.map(async (file) => ({ file, reading: await readFile(`${ROOT}/${file}`) })),
    );
    const [log, ldif] = diagnoseFiles(knowledge, read, OPTIONS);
    expect(log?.verdicts[0]?.cause).toContain('CN=ms-Exch-Coexistence-Domains');
    expect(log?.verdicts[0]?.cause).toContain('0x20bb Schema update failed: duplicate OID');
    expect(log?.verdicts[0]?.evidence.some((line) => line.file === files[1])).toBe(true);
    expect(ldif?.verdicts).toEqual([]);
  });
});
