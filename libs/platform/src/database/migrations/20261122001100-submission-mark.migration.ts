import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The mark of a submission is kept as long as the rule for its class says. The function is otherwise as it was. */
export class SubmissionMark20261122001100 implements MigrationInterface {
  name = 'SubmissionMark20261122001100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION portal_api.submit(
        portal uuid, key_id uuid, mark_hash bytea, body_hash bytea, sealed_receipt bytea,
        lookup text, secret_hash bytea, reply_public_key bytea,
        locale text, kind text, is_self_report boolean, child_in_danger boolean, seen_at date,
        sealed_text bytea, sealed_contact bytea, addresses jsonb)
        RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
        DECLARE
          owner_id uuid; triaging_id uuid; new_report uuid := gen_random_uuid(); earlier submissions%ROWTYPE;
        BEGIN
          SELECT p.organisation_id, p.triaging_organisation_id INTO owner_id, triaging_id
            FROM portals p JOIN organisation_keys k ON k.id = submit.key_id AND k.organisation_id = p.triaging_organisation_id
            WHERE p.id = submit.portal AND p.is_live;
          IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'unknown-portal'); END IF;
          IF jsonb_array_length(addresses) > 200 THEN RETURN jsonb_build_object('outcome', 'too-many'); END IF;
          DELETE FROM submissions s WHERE s.mark_hash = submit.mark_hash AND s.expires_at < now();
          INSERT INTO submissions (mark_hash, body_hash, sealed_receipt, expires_at)
            VALUES (submit.mark_hash, submit.body_hash, submit.sealed_receipt,
              -- Cut to the hour, and one more, so that a mark is kept for at least as long as the rule says.
              date_trunc('hour', now()) + make_interval(hours => 1 + (SELECT r.keep_hours FROM retention_rules r
                WHERE r.data_class = 'submission-mark' AND (r.organisation_id = triaging_id OR r.organisation_id IS NULL)
                ORDER BY r.organisation_id NULLS LAST LIMIT 1)))
            ON CONFLICT ON CONSTRAINT submissions_pkey DO NOTHING;
          IF NOT FOUND THEN
            SELECT * INTO earlier FROM submissions s WHERE s.mark_hash = submit.mark_hash;
            RETURN jsonb_build_object(
              'outcome', CASE WHEN earlier.body_hash = submit.body_hash THEN 'repeat' ELSE 'conflict' END,
              'sealedReceipt', encode(earlier.sealed_receipt, 'base64'));
          END IF;
          INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
              is_self_report, child_in_danger, seen_at, sealed_text, sealed_contact, received_at)
            VALUES (new_report, triaging_id, owner_id, submit.portal, submit.key_id, submit.locale, submit.kind,
              submit.is_self_report, submit.child_in_danger, submit.seen_at, submit.sealed_text, submit.sealed_contact,
              date_trunc('minute', now()));
          INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed, normalised)
            SELECT gen_random_uuid(), triaging_id, new_report, a.position, a.value ->> 'asTyped', a.value ->> 'normalised'
            FROM jsonb_array_elements(addresses) WITH ORDINALITY AS a (value, position);
          INSERT INTO receipts (id, organisation_id, report_id, lookup, secret_hash, reply_public_key)
            VALUES (gen_random_uuid(), triaging_id, new_report, submit.lookup, submit.secret_hash, submit.reply_public_key);
          INSERT INTO outbox (id, queue, name, job_key, payload, not_before)
            VALUES (gen_random_uuid(), 'triage', 'intake', 'intake-' || new_report,
              jsonb_build_object('organisationId', triaging_id, 'reportId', new_report), date_trunc('minute', now()));
          RETURN jsonb_build_object('outcome', 'stored');
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
