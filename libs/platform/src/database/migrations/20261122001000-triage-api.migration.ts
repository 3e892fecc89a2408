import type { MigrationInterface, QueryRunner } from 'typeorm';
import { turnFunction } from '../turns.js';

/** What the worker may do across organisations: find work that is due, nothing more. It returns identifiers only. */
export class TriageApi20261122001000 implements MigrationInterface {
  name = 'TriageApi20261122001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA triage_api;

      CREATE FUNCTION triage_api.due_work(most integer)
        RETURNS TABLE (queue text, name text, subject text, organisation_id uuid, id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
          (SELECT 'triage', 'intake', 'reportId', r.organisation_id, r.id FROM reports r
            WHERE r.state = 'received' AND r.intake_due_at <= now() ORDER BY r.intake_due_at LIMIT most)
          UNION ALL
          (SELECT 'triage', i.step, 'itemId', i.organisation_id, i.id FROM content_items i
            WHERE i.step <> 'done' AND i.step_due_at <= now() ORDER BY i.step_due_at LIMIT most)
          UNION ALL
          (SELECT 'triage', 'settle', 'caseId', c.organisation_id, c.id FROM cases c
            WHERE c.state = 'triage' AND c.refetch_asked_at IS NULL
              AND NOT EXISTS (SELECT 1 FROM content_items i WHERE i.case_id = c.id AND i.step <> 'done') LIMIT most)
          UNION ALL
          (SELECT 'triage', 'refetch', 'caseId', c.organisation_id, c.id FROM cases c
            WHERE c.state = 'triage' AND c.refetch_asked_at IS NOT NULL LIMIT most)
          UNION ALL
          (SELECT 'triage', 'rematch', 'versionId', v.organisation_id, v.id FROM hash_list_versions v
            WHERE v.state = 'live' AND v.rematch_due_at <= now() LIMIT most)
          UNION ALL
          (SELECT 'triage', 'rematch-case', 'caseId', c.organisation_id, c.id FROM cases c
            WHERE c.rematch_due_at <= now() LIMIT most)
          UNION ALL
          (SELECT 'triage', 'follow', 'caseId', c.organisation_id, c.id FROM cases c
            WHERE c.follow_due_at <= now() LIMIT most)
          UNION ALL
          (SELECT 'triage', 'route', 'caseId', c.organisation_id, c.id FROM cases c
            WHERE c.state = 'decided' AND c.route_at <= now() LIMIT most)
          UNION ALL
          (SELECT 'deliver', 'deliver', 'referralId', f.organisation_id, f.id FROM referrals f
            WHERE f.state = 'queued' AND f.due_at <= now() LIMIT most)
          UNION ALL
          (SELECT 'watch', 'acknowledge', 'referralId', f.organisation_id, f.id FROM referrals f
            WHERE f.state = 'delivered' AND f.due_at <= now() LIMIT most)
          UNION ALL
          (SELECT 'watch', 'check', 'itemId', i.organisation_id, i.id FROM content_items i
            WHERE i.next_check_at <= now() LIMIT most)
        $$;

      CREATE FUNCTION triage_api.organisations() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$ SELECT id FROM organisations $$;

      ${turnFunction('triage')}

      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA triage_api FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
