import type { DocumentState, ProjectSpec, SessionBehaviour, SessionSpec } from '../xnat/types.ts'

const LONG_TITLE =
  'A prospective, multi-centre, longitudinal observational study of degenerative changes of the cervical and lumbar spine in adults between 18 and 85 years of age, with repeated magnetic resonance imaging every six months over ten years, including quantitative sequences, follow-up questionnaires and a central reading of all examinations'

/** Labels that try to be something else than text. */
const HOSTILE_LABELS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "Robert'); DROP TABLE sessions;--",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text itself is the point
  '${jndi:ldap://127.0.0.1/a}',
  '../../../../etc/passwd',
  '=HYPERLINK("http://127.0.0.1/","click")',
  '\u202Egnp.exe',
  'zero\u200Bwidth',
  'Ünïcödé 脳 🧠',
  'javascript:alert(1)',
  '%00%0d%0aSet-Cookie:a=b',
  'L'.repeat(200),
]

const BEHAVIOURS: readonly SessionBehaviour[] = [
  'ok',
  'explicit-error',
  'silent-gone',
  'silent-after-temp',
  'silent-begun',
  'noisy',
  'empty',
  'ok',
  'ok',
]

/** At least one project for everything that is awkward to show. */
export function demoProjects(): ProjectSpec[] {
  return [...membersProjects(), ...awkwardProjects()]
}

function membersProjects(): ProjectSpec[] {
  return [
    {
      id: 'LIVER',
      title: 'Liver lesions',
      description: 'CT and MR follow-up',
      pi: { firstName: 'Ada', lastName: 'Lovelace' },
      owners: ['owner'],
      members: ['member'],
      sessions: many(24, (n) => ({ modality: n % 4 === 0 ? 'CT' : 'MR', document: staleAfter(n, 16) })),
    },
    {
      id: 'KNEE',
      title: 'Knee cartilage',
      owners: ['owner'],
      sessions: many(10, () => ({ document: 'outdated' })),
    },
    { id: 'BRAIN', title: 'Brain development', members: ['member'], sessions: 36 },
    {
      id: 'LUNG',
      title: 'Lung screening',
      collaborators: ['member'],
      sessions: many(18, () => ({ modality: 'CT' })),
    },
    { id: 'PUBLIC_ATLAS', title: 'Public atlas', access: 'public', sessions: 6 },
    { id: 'TRIAL_B', title: 'Trial B (protected)', access: 'protected', sessions: 5 },
    { id: 'COHORT', title: 'Population cohort', sessions: 900 },
  ]
}

function awkwardProjects(): ProjectSpec[] {
  return [
    { id: 'EMPTY', title: 'Nothing here yet' },
    {
      id: 'BROKEN',
      title: 'Every way a rebuild can fail',
      members: ['member'],
      sessions: BEHAVIOURS.map((behaviour) => ({
        behaviour,
        document: behaviour === 'ok' ? 'valid' : 'outdated',
      })),
    },
    {
      id: 'MIGRATED',
      title: 'Upgraded from plugin 3.4: documents are copied, not rebuilt',
      sessions: many(8, (n) => ({ document: n < 6 ? 'old' : 'valid' })),
    },
    { id: 'SPINE', title: LONG_TITLE, description: LONG_TITLE, sessions: 9 },
    { id: 'UNICODE', title: 'Füße & Hände – 脳画像研究 – Кости 🦴', sessions: 7 },
    { id: 'RTL', title: 'دراسة تصوير الدماغ (مرحلة ثانية)', sessions: 4 },
    { id: 'MARKUP', title: '<img src=x onerror=alert(1)>', description: '<b>bold</b>', sessions: 3 },
    {
      id: 'LABELS',
      title: 'Labels that are not labels',
      sessions: HOSTILE_LABELS.map((label) => ({ label })),
    },
    {
      id: 'MIXED',
      title: 'Mixed modalities, some shared',
      sessions: [
        { modality: 'PT', sharedInto: [{ project: 'BRAIN', label: 'SHARED_PET' }] },
        { modality: '', xsiType: 'xnat:petSessionData', date: '' },
        { modality: 'SM', document: 'none' },
        { modality: 'MR', document: 'none' },
        { imageSession: false, xsiType: 'xnat:qcManualAssessorData', modality: '', document: 'none' },
      ],
    },
  ]
}

function many(count: number, spec: (ordinal: number) => SessionSpec): SessionSpec[] {
  return Array.from({ length: count }, (_, ordinal) => spec(ordinal))
}

function staleAfter(ordinal: number, valid: number): DocumentState {
  if (ordinal < valid) return 'valid'
  return ordinal % 2 === 0 ? 'outdated' : 'none'
}
