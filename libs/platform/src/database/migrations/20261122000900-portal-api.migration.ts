import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All that the public zone can do: these functions, and nothing else. Each fixes its search path. */
export class PortalApi20261122000900 implements MigrationInterface {
  name = 'PortalApi20261122000900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA portal_api;

      -- What may be published of a live portal, with the key that reports are sealed to.
      CREATE FUNCTION portal_api.portals() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', p.id, 'slug', p.slug, 'country', p.country, 'locales', p.locales,
            'isDemonstration', p.is_demonstration, 'published', p.published,
            'organisationName', t.name, 'organisationCountry', t.country, 'organisationCode', t.code,
            'keyId', k.id, 'publicKey', encode(k.public_key, 'base64')) ORDER BY p.slug), '[]'::jsonb)
          FROM portals p
          JOIN organisations t ON t.id = p.triaging_organisation_id
          JOIN LATERAL (SELECT id, public_key FROM organisation_keys
            WHERE organisation_id = t.id AND retired_at IS NULL ORDER BY created_at DESC LIMIT 1) k ON true
          WHERE p.is_live
        $$;

      -- Writes a report, its receipt and the outbox row, or answers with the sealed receipt of the same submission.
      CREATE FUNCTION portal_api.submit(
        portal uuid, key_id uuid, mark_hash bytea, body_hash bytea, sealed_receipt bytea,
        lookup text, secret_hash bytea, reply_public_key bytea,
        locale text, kind text, is_self_report boolean, child_in_danger boolean, seen_at date,
        sealed_text bytea, sealed_contact bytea, addresses jsonb, draft uuid DEFAULT NULL,
        arrived_in_flood boolean DEFAULT false, api_key uuid DEFAULT NULL, device_hashes integer DEFAULT 0)
        RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
          owner_id uuid; triaging_id uuid; new_report uuid := gen_random_uuid(); earlier submissions%ROWTYPE; begun reports%ROWTYPE;
          first_position integer := 0; taken_in_from timestamptz;
          -- Asked for is what the form promised when it was sent.
          to_be_told boolean := submit.sealed_contact IS NOT NULL AND portal_api.sends_letters();
        BEGIN
          SELECT p.organisation_id, p.triaging_organisation_id INTO owner_id, triaging_id
            FROM portals p JOIN organisation_keys k ON k.id = submit.key_id AND k.organisation_id = p.triaging_organisation_id
            WHERE p.id = submit.portal AND p.is_live;
          IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'unknown-portal'); END IF;
          taken_in_from := portal_api.taken_in_from(triaging_id);
          IF submit.api_key IS NOT NULL
              AND NOT EXISTS (SELECT FROM api_keys k WHERE k.id = submit.api_key AND k.portal_id = submit.portal) THEN
            RETURN jsonb_build_object('outcome', 'unknown-portal');
          END IF;
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
          -- What was put by after the first step is the beginning of this report. Already with its case, it is taken in
          -- once more, keeping the addresses that the case has. A portal that changed hands begins anew.
          SELECT * INTO begun FROM reports r WHERE r.id = submit.draft AND r.portal_id = submit.portal FOR UPDATE;
          -- Nothing put by: the report takes the form's id, so that nothing can be put by for it any more.
          IF begun.id IS NULL AND submit.draft IS NOT NULL
              AND NOT EXISTS (SELECT FROM reports r WHERE r.id = submit.draft) THEN
            new_report := submit.draft;
          END IF;
          IF begun.id IS NOT NULL AND begun.organisation_id = triaging_id
              AND NOT EXISTS (SELECT FROM receipts c WHERE c.report_id = begun.id) THEN
            new_report := begun.id;
            IF begun.state = 'received' THEN
              DELETE FROM report_addresses a WHERE a.report_id = begun.id;
            END IF;
            SELECT coalesce(max(a.position), 0) INTO first_position FROM report_addresses a WHERE a.report_id = begun.id;
            UPDATE reports r SET organisation_key_id = submit.key_id, locale = submit.locale, kind = submit.kind,
                is_self_report = submit.is_self_report, child_in_danger = submit.child_in_danger,
                seen_at = submit.seen_at, sealed_text = submit.sealed_text, sealed_contact = submit.sealed_contact,
                arrived_in_flood = submit.arrived_in_flood, wants_letters = to_be_told,
                state = 'received', intake_attempts = 0, intake_due_at = taken_in_from
              WHERE r.id = begun.id;
          ELSE
          INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
              is_self_report, child_in_danger, arrived_in_flood, api_key_id, seen_at, sealed_text, sealed_contact,
              wants_letters, received_at, intake_due_at)
            VALUES (new_report, triaging_id, owner_id, submit.portal, submit.key_id, submit.locale, submit.kind,
              submit.is_self_report, submit.child_in_danger, submit.arrived_in_flood, submit.api_key, submit.seen_at,
              submit.sealed_text, submit.sealed_contact, to_be_told, date_trunc('minute', now()), taken_in_from);
          END IF;
          INSERT INTO report_addresses (id, organisation_id, report_id, position, kind, as_typed, normalised)
            SELECT gen_random_uuid(), triaging_id, new_report, first_position + a.position,
              coalesce(a.value ->> 'kind', 'address'), a.value ->> 'asTyped', a.value ->> 'normalised'
            FROM jsonb_array_elements(addresses) WITH ORDINALITY AS a (value, position)
            WHERE NOT EXISTS (SELECT FROM report_addresses k
              WHERE k.report_id = new_report AND k.as_typed = a.value ->> 'asTyped');
          -- The portal has promised to bring them to somebody: that one waits for a person's hand.
          IF submit.device_hashes > 0 THEN
            INSERT INTO hash_handovers (id, organisation_id, report_id, hashes, recipient, arrived_at)
              SELECT gen_random_uuid(), triaging_id, new_report, least(submit.device_hashes, 20),
                p.published -> 'hashRecipient' -> 'name', date_trunc('minute', now())
              FROM portals p WHERE p.id = submit.portal AND p.published -> 'hashRecipient' -> 'name' IS NOT NULL;
          END IF;
          INSERT INTO receipts (id, organisation_id, report_id, lookup, secret_hash, reply_public_key)
            VALUES (gen_random_uuid(), triaging_id, new_report, submit.lookup, submit.secret_hash, submit.reply_public_key);
          INSERT INTO outbox (id, queue, name, job_key, payload, not_before)
            VALUES (gen_random_uuid(), 'triage', 'intake', 'intake-' || new_report,
              jsonb_build_object('organisationId', triaging_id, 'reportId', new_report), taken_in_from);
          RETURN jsonb_build_object('outcome', 'stored');
        END $$;

      -- Puts the addresses of a form by that is not finished: a report without text and receipt, whose intake is due in an
      -- hour. The id comes from the form's mark. Once it is finished or taken in, nothing is changed here any more.
      CREATE FUNCTION portal_api.keep_draft(portal uuid, key_id uuid, draft uuid, locale text, addresses jsonb,
        arrived_in_flood boolean DEFAULT false)
        RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE owner_id uuid; triaging_id uuid; minute timestamptz := date_trunc('minute', now());
        BEGIN
          SELECT p.organisation_id, p.triaging_organisation_id INTO owner_id, triaging_id
            FROM portals p JOIN organisation_keys k
              ON k.id = keep_draft.key_id AND k.organisation_id = p.triaging_organisation_id
            WHERE p.id = keep_draft.portal AND p.is_live;
          IF NOT FOUND OR jsonb_array_length(addresses) NOT BETWEEN 1 AND 200 THEN RETURN false; END IF;
          INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
              arrived_in_flood, received_at, intake_due_at)
            VALUES (keep_draft.draft, triaging_id, owner_id, keep_draft.portal, keep_draft.key_id, keep_draft.locale,
              'unspecified', keep_draft.arrived_in_flood, minute, minute + interval '1 hour')
            ON CONFLICT ON CONSTRAINT reports_pkey DO NOTHING;
          PERFORM 1 FROM reports r WHERE r.id = keep_draft.draft AND r.portal_id = keep_draft.portal
            AND r.state = 'received' AND NOT EXISTS (SELECT FROM receipts c WHERE c.report_id = r.id) FOR UPDATE;
          IF NOT FOUND THEN RETURN false; END IF;
          DELETE FROM report_addresses a WHERE a.report_id = keep_draft.draft;
          INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed, normalised)
            SELECT gen_random_uuid(), r.organisation_id, r.id, a.position, a.value ->> 'asTyped', a.value ->> 'normalised'
            FROM reports r, jsonb_array_elements(addresses) WITH ORDINALITY AS a (value, position)
            WHERE r.id = keep_draft.draft;
          RETURN true;
        END $$;

      -- Deletes what was put by and neither finished nor taken in, with a line in the ledger of deletions for each address,
      -- so that a restored backup forgets it too.
      CREATE FUNCTION portal_api.drop_draft(portal uuid, draft uuid)
        RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          PERFORM 1 FROM reports r WHERE r.id = drop_draft.draft AND r.portal_id = drop_draft.portal
            AND r.state = 'received' AND NOT EXISTS (SELECT FROM receipts c WHERE c.report_id = r.id) FOR UPDATE;
          IF NOT FOUND THEN RETURN false; END IF;
          WITH erased AS (
            DELETE FROM report_addresses a WHERE a.report_id = drop_draft.draft RETURNING a.id, a.organisation_id)
          INSERT INTO deletion_ledger (id, organisation_id, object_kind, object_id, reason, deleted_at)
            SELECT gen_random_uuid(), e.organisation_id, 'report-address', e.id, 'reporter', date_trunc('minute', now())
            FROM erased e
            ON CONFLICT (object_kind, object_id) DO NOTHING;
          DELETE FROM reports r WHERE r.id = drop_draft.draft;
          RETURN true;
        END $$;

      -- The report that a receipt opens, or nothing. Not granted to anyone: a part of the functions below.
      CREATE FUNCTION portal_api.opened_report(lookup text, secret_hash bytea) RETURNS uuid LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT r.report_id FROM receipts r
          WHERE r.lookup = opened_report.lookup AND r.secret_hash = opened_report.secret_hash
        $$;

      -- Coarse state of a case as a reporter may know it; a hold freezes it. Runs as its caller: inside the functions
      -- below as their owner, in the console, which sets holds, as one of an organisation.
      CREATE FUNCTION portal_api.shown_state(wanted uuid) RETURNS text LANGUAGE sql STABLE
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce(
            (SELECT h.shown_state FROM holds h
              WHERE h.case_id = c.id AND h.released_at IS NULL AND h.expires_at > now() ORDER BY h.created_at LIMIT 1),
            CASE WHEN c.state = 'closed' THEN 'closed'
                 WHEN c.state IN ('triage', 'ready') THEN 'received'
                 ELSE 'in-assessment' END)
          FROM cases c WHERE c.id = wanted
        $$;

      -- The outcome beside it, frozen likewise.
      CREATE FUNCTION portal_api.shown_outcome(wanted uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT CASE WHEN h.id IS NULL THEN c.outcome ELSE h.shown_outcome END
          FROM cases c LEFT JOIN LATERAL (SELECT f.id, f.shown_outcome FROM holds f
            WHERE f.case_id = c.id AND f.released_at IS NULL AND f.expires_at > now()
            ORDER BY f.created_at LIMIT 1) h ON true
          WHERE c.id = wanted
        $$;

      -- Coarse state of a report over its cases. It is received for as long as receipts lag: whoever reports an address of
      -- their own must not learn at once that it is known already. Runs as its caller: as the owner of the function below,
      -- in triage, which writes to the reporter when this changes, as one of an organisation.
      CREATE FUNCTION portal_api.shown_status(wanted uuid) RETURNS text LANGUAGE plpgsql STABLE
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE states text[];
        BEGIN
          SELECT array_agg(CASE WHEN r.received_at > portal_api.shown_until(r.organisation_id) THEN 'received'
                                ELSE portal_api.shown_state(cr.case_id) END) INTO states
            FROM reports r JOIN case_reports cr ON cr.report_id = r.id WHERE r.id = wanted;
          RETURN CASE WHEN states IS NULL OR states <@ ARRAY['received'] THEN 'received'
                      WHEN states <@ ARRAY['closed'] THEN 'closed' ELSE 'in-assessment' END;
        END $$;

      CREATE FUNCTION portal_api.open_receipt(lookup text, secret_hash bytea) RETURNS jsonb LANGUAGE plpgsql STABLE
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE report uuid := portal_api.opened_report(lookup, secret_hash); answer jsonb;
          status text := portal_api.shown_status(report); held_since timestamptz;
        BEGIN
          IF report IS NULL THEN RETURN NULL; END IF;
          -- Messages carry the minute alone: those of the minute in which the hold began are hidden as well.
          SELECT min(date_trunc('minute', h.shown_since)) INTO held_since
            FROM case_reports cr JOIN holds h ON h.case_id = cr.case_id
            WHERE cr.report_id = report AND h.released_at IS NULL AND h.expires_at > now();
          SELECT jsonb_build_object(
            'portalId', r.portal_id,
            'status', status,
            'outcome', CASE WHEN status = 'closed' THEN (
                SELECT CASE WHEN bool_or(o.outcome = 'forwarded') THEN 'forwarded'
                            WHEN bool_or(o.outcome = 'not-illegal') THEN 'not-illegal' ELSE 'not-reachable' END
                FROM case_reports cr, portal_api.shown_outcome(cr.case_id) AS o (outcome) WHERE cr.report_id = report) END,
            'hasContact', r.sealed_contact IS NOT NULL,
            'getsLetters', r.wants_letters AND r.sealed_contact IS NOT NULL AND portal_api.sends_letters(),
            'messages', (SELECT coalesce(jsonb_agg(jsonb_build_object('direction', m.direction,
                'sealed', CASE WHEN m.direction = 'to-reporter' THEN encode(m.sealed_text, 'base64') END,
                'writtenAt', m.written_at) ORDER BY m.written_at, m.id), '[]'::jsonb)
              FROM messages m WHERE m.report_id = report
                -- What the reporter wrote stays: that it was gone would tell of the hold.
                AND (held_since IS NULL OR m.direction = 'from-reporter' OR m.written_at < held_since)))
            INTO answer FROM reports r WHERE r.id = report;
          RETURN answer;
        END $$;

      -- The message's id comes from the form's mark: sending twice adds one message.
      CREATE FUNCTION portal_api.answer(lookup text, secret_hash bytea, message_id uuid, key_id uuid, sealed_text bytea)
        RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE report uuid := portal_api.opened_report(lookup, secret_hash);
        BEGIN
          IF report IS NULL THEN RETURN 'unknown'; END IF;
          IF EXISTS (SELECT FROM messages m WHERE m.id = answer.message_id AND m.report_id = report) THEN
            RETURN 'stored';
          END IF;
          IF (SELECT count(*) FROM messages m WHERE m.report_id = report AND m.direction = 'from-reporter') >= 50 THEN
            RETURN 'too-many';
          END IF;
          INSERT INTO messages (id, organisation_id, report_id, direction, organisation_key_id, sealed_text, written_at)
            SELECT answer.message_id, r.organisation_id, r.id, 'from-reporter', k.id, answer.sealed_text,
                   date_trunc('minute', now())
            FROM reports r JOIN organisation_keys k ON k.id = answer.key_id AND k.organisation_id = r.organisation_id
            WHERE r.id = report
            ON CONFLICT ON CONSTRAINT messages_pkey DO NOTHING;
          IF NOT EXISTS (SELECT FROM messages m WHERE m.id = answer.message_id AND m.report_id = report) THEN
            RETURN 'unknown';
          END IF;
          RETURN 'stored';
        END $$;

      -- With a line in the ledger of deletions, so that a restored backup forgets too. Its time is as coarse as all that
      -- a reporter's request writes, and its identifier random.
      CREATE FUNCTION portal_api.forget_contact(lookup text, secret_hash bytea) RETURNS boolean LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE report uuid := portal_api.opened_report(lookup, secret_hash);
        BEGIN
          WITH erased AS (
            UPDATE reports r SET sealed_contact = NULL, contact_erased_at = date_trunc('minute', now())
            WHERE r.id = report AND r.sealed_contact IS NOT NULL RETURNING r.id, r.organisation_id, r.contact_erased_at)
          INSERT INTO deletion_ledger (id, organisation_id, object_kind, object_id, reason, deleted_at)
            SELECT gen_random_uuid(), e.organisation_id, 'reporter-contact', e.id, 'reporter', e.contact_erased_at
            FROM erased e
            ON CONFLICT (object_kind, object_id) DO NOTHING;
          RETURN report IS NOT NULL;
        END $$;

      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA portal_api FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
