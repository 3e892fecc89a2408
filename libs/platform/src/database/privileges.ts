// Who may touch what: one table of privileges a zone. `db roles` grants exactly this, a test reads the catalogue and
// compares, and in production a program with more than this refuses to start.

export const ZONES = ['portal', 'triage', 'console', 'exchange'] as const;
export type Zone = (typeof ZONES)[number];

/** S select, I insert, U update, D delete; with columns in brackets where only those are meant. */
type TablePrivileges = Readonly<Record<string, string>>;

export interface ZonePrivileges {
  readonly tables: TablePrivileges;
  /** Schema-qualified names; every overload. */
  readonly functions: readonly string[];
  readonly schemas: readonly string[];
  /** May use everything in the queue's schema. */
  readonly queue: boolean;
  /** May make temporary tables, which a bulk load stages in. */
  readonly temporary: boolean;
}

export const PRIVILEGES: Readonly<Record<Zone, ZonePrivileges>> = {
  portal: {
    tables: {},
    functions: [
      'portal_api.portal_marks',
      'portal_api.portals',
      'portal_api.withdrawn_portals',
      'portal_api.submit',
      'portal_api.keep_draft',
      'portal_api.drop_draft',
      'portal_api.open_receipt',
      'portal_api.answer',
      'portal_api.forget_contact',
      'portal_api.forget_code',
      'portal_api.use_key',
      'portal_api.sends_letters',
    ],
    schemas: ['portal_api'],
    queue: false,
    temporary: false,
  },
  triage: {
    tables: {
      organisations: 'S',
      organisation_keys: 'S',
      portals: 'S',
      safeguarding_copies: 'SI',
      mandates: 'S',
      retention_rules: 'S',
      preservations: 'S',
      case_counters: 'SIU',
      outbox: 'SIUD',
      deletion_ledger: 'SIU(object_name,is_noted)',
      reports: 'SU',
      report_addresses: 'SD',
      receipts: 'S(id,organisation_id,report_id)',
      submissions: 'S(mark_hash,expires_at)D',
      messages: 'SD',
      letters: 'SIUD',
      letter_counts: 'SIUD',
      mail_service: 'SIU',
      sessions: 'S(id,organisation_id,expires_at)D',
      sign_in_attempts: 'S(id,at)D',
      cases: 'SIU',
      case_reports: 'SI',
      holds: 'S',
      media: 'SIU',
      content_items: 'SIU',
      fetch_records: 'SID',
      fetch_hosts: 'SIUD',
      fetch_slots: 'SIUD',
      worker_signs: 'SIU',
      online_checks: 'SID',
      evidence_objects: 'SIUD',
      data_keys: 'SIUD',
      hash_lists: 'SIU',
      hash_list_versions: 'SIU',
      hash_entries: 'SIUD',
      list_sources:
        'SU(checkpoint,progress,generation,has_changed,due_at,held_by,held_until,failures,tried_at,succeeded_at,outcome,outcome_version)',
      list_source_entries: 'SIU(generation)D',
      list_source_refusals: 'SID',
      list_lookups: 'SIU(due_at,attempts,answered_at,answer)',
      list_imports: 'SUD',
      list_import_parts: 'SD',
      list_import_refusals: 'SID',
      list_signs: 'SIUD',
      list_staged_batches: 'SID',
      matches: 'SI',
      entry_quarantines: 'SIU(state,decided_at,decided_by,reason)',
      match_feedback: 'SU(delivery,delivery_due_at,delivery_attempts,delivered_at)',
      assessments: 'SI',
      link_endings: 'SI',
      near_copies: 'SI',
      source_assessments: 'SI',
      exposures: 'S(id,organisation_id,opened_at)D',
      recipients: 'S',
      recipient_secrets: 'S',
      referrals: 'SIU',
      referral_items: 'SIU',
      acknowledgements: 'SI',
      audit_events:
        'SI(id,organisation_id,at,actor_kind,actor_id,act,subject_kind,subject_id,details)U(number,previous,link)',
      audit_heads: 'SIU',
      audit_checkpoints: 'SI',
      api_keys: 'S(id,organisation_id,scopes,list_ids,expires_at,revoked_at)',
      feeds: 'SIU',
      feed_changes: 'SID',
      feed_pages: 'SIUD',
      feed_keys: 'SIU',
    },
    functions: [
      'caller_organisations',
      'triage_api.due_work',
      'triage_api.due_letters',
      'triage_api.organisations',
      'triage_api.take_turn',
      'portal_recipients',
      // What a receipt shows, which letters tell of.
      'portal_api.shown_status',
      'portal_api.shown_state',
      'portal_api.shown_until',
    ],
    schemas: ['public', 'triage_api', 'portal_api'],
    queue: true,
    temporary: true,
  },
  console: {
    tables: {
      // To lock the row: one change of its mandates or keys after the other.
      organisations: 'SU(created_at)',
      organisation_keys: 'SIU(retired_at)',
      portals:
        'SI(id,organisation_id,triaging_organisation_id,slug,country,locales,published,recipients,unconfirmed)U(country,locales,published,host,recipients,is_live,version,published_version,withdrawn_at)',
      portal_versions: 'SI',
      safeguarding_copies: 'SU(seen_at,seen_by)',
      mandates: 'SIU',
      retention_rules: 'SIUD',
      preservations: 'SIU',
      outbox: 'I',
      staff_accounts: 'SIU',
      sessions: 'SIU',
      sign_in_attempts: 'SI',
      sign_in_refusals: 'SIU',
      api_keys: 'SIU(revoked_at,revoked_by)',
      api_key_uses: 'S',
      worker_signs: 'S',
      reports: 'S',
      report_addresses: 'S',
      receipts: 'S(id,organisation_id,report_id,reply_public_key)',
      messages: 'SI',
      letters: 'SI',
      hash_handovers: 'SU(state,reason,reference,settled_at,settled_by)',
      cases: 'SU',
      case_reports: 'S',
      case_exclusions: 'SID',
      concern_queues: 'SIU',
      holds: 'SIU',
      media: 'S',
      content_items: 'SU(next_check_at)',
      fetch_records: 'S',
      online_checks: 'S',
      evidence_objects: 'S',
      data_keys: 'S',
      hash_lists:
        'SI(id,organisation_id,name,source,trust,effect,is_own,confirmations)U(name,confirmations,live_version,max_distance,min_quality,source,trust,effect,settles_by_weak_digest,legal_basis,licence,licence_categories,licence_note,category_mapping,expires_at,quarantine_after,is_enabled,switched_at,switch_reason,switch_note)',
      hash_list_versions: 'SU(state,finished_at,reason,rematch_due_at,rematched_to)',
      hash_entries: 'S',
      list_sources:
        'S(id,organisation_id,hash_list_id,kind,host,port,path,is_internal,every_minutes,feedback_reasons,set_up_by,set_up_at,checkpoint,progress,due_at,failures,tried_at,succeeded_at,outcome,outcome_version)',
      list_source_refusals: 'S',
      list_lookups: 'S(id,organisation_id,source_id,due_at,answered_at,answer)',
      list_imports: 'SIU(state,received_bytes,received_parts,due_at,seen_at,ended_at)',
      // What it takes in it never reads again.
      list_import_parts: 'S(list_import_id,organisation_id,number,digest)I',
      list_import_refusals: 'S',
      list_signs: 'S',
      matches: 'S',
      entry_quarantines: 'SU(state,decided_at,decided_by,reason)',
      match_feedback: 'SIU(taken_back_by,taken_back_at,delivery,delivery_due_at)',
      assessments: 'SI',
      link_endings: 'SI',
      near_copies: 'S',
      source_assessments: 'SI',
      exposures: 'SIU',
      work_stretches: 'SIU',
      recipients: 'SIU',
      recipient_secrets: 'S(recipient_id,organisation_id,host,port,certificate_expires_at,set_at)ID',
      referrals: 'SU',
      referral_items: 'S',
      acknowledgements: 'S',
      audit_events: 'SI(id,organisation_id,at,actor_kind,actor_id,act,subject_kind,subject_id,details)',
      audit_checkpoints: 'S',
    },
    functions: [
      'caller_organisations',
      'console_api.account_by_email',
      'console_api.session_by_token',
      'console_api.take_turn',
      'console_api.portal_readiness',
      'console_api.organisation_by_code',
      'console_api.accept_triage',
      'console_api.end_triage',
      'console_api.referral_recipient',
      'portal_recipients',
      'console_api.portal_outcomes',
      'console_api.safeguarding_addresses',
      'portal_api.shown_state',
      'portal_api.shown_until',
    ],
    schemas: ['public', 'console_api', 'portal_api'],
    queue: false,
    temporary: false,
  },
  exchange: {
    tables: {},
    functions: ['exchange_api.list_page', 'exchange_api.address_page', 'exchange_api.signing_keys'],
    schemas: ['exchange_api'],
    queue: false,
    temporary: false,
  },
};

const WORDS: Readonly<Record<string, string>> = { S: 'SELECT', I: 'INSERT', U: 'UPDATE', D: 'DELETE' };

export interface TableGrant {
  readonly privilege: string;
  /** Undefined: the whole table. */
  readonly columns?: readonly string[];
}

/** Reads the short form, as in `SIU(number,link)`. */
export function parseGrants(short: string): TableGrant[] {
  return [...short.matchAll(/([SIUD])(?:\(([^)]*)\))?/g)].map(([, letter, columns]) => ({
    privilege: WORDS[letter!]!,
    ...(columns === undefined ? {} : { columns: columns.split(',') }),
  }));
}
