import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** What partners and providers hold and are given: keys to the interfaces, and what is published to those who hold one. */
export class Partners20261123095000 implements MigrationInterface {
  name = 'Partners20261123095000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        ${OWNED},
        name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 100),
        -- The part of the key by which it is found; the other part only its holder has.
        lookup text NOT NULL UNIQUE CHECK (lookup ~ '^[0-9a-f]{16}$'),
        secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0
          AND scopes <@ ARRAY['reports:write', 'lists:read', 'addresses:read']),
        portal_id uuid REFERENCES portals (id),
        list_ids uuid[] NOT NULL DEFAULT '{}',
        per_minute integer NOT NULL CHECK (per_minute BETWEEN 1 AND 100000),
        per_day integer NOT NULL CHECK (per_day BETWEEN 1 AND 10000000),
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by uuid REFERENCES staff_accounts (id),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_by uuid REFERENCES staff_accounts (id),
        CHECK (('reports:write' = ANY (scopes)) = (portal_id IS NOT NULL)),
        CHECK (('lists:read' = ANY (scopes)) = (cardinality(list_ids) > 0)),
        CHECK (expires_at > created_at)
      );
      CREATE INDEX ON api_keys (organisation_id, created_at);

      -- What a key has used of its quota in the minute and the day that run; a row a key, so that whoever counts it
      -- waits for nobody but another use of the same key.
      CREATE TABLE api_key_uses (
        api_key_id uuid PRIMARY KEY REFERENCES api_keys (id),
        ${OWNED},
        minute_at timestamptz NOT NULL,
        in_minute integer NOT NULL,
        day_at timestamptz NOT NULL,
        in_day integer NOT NULL,
        last_used_at timestamptz
      );

      -- Refused uses, so counted that a flood of them cannot fill the audit log.
      CREATE TABLE api_key_refusals (
        ${OWNED},
        api_key_id uuid NOT NULL REFERENCES api_keys (id),
        reason text NOT NULL CHECK (reason IN
          ('wrong-secret', 'revoked', 'expired', 'scope', 'subject', 'quota')),
        since timestamptz NOT NULL,
        tries integer NOT NULL,
        PRIMARY KEY (api_key_id, reason)
      );

      ${guardedByOrganisation('api_keys', 'api_key_uses', 'api_key_refusals')}

      -- Counts a refused use. The first, second, fourth, eighth … of an hour make an event, and what an hour came to.
      CREATE FUNCTION note_key_refusal(key api_keys, reason text) RETURNS void LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE before api_key_refusals%ROWTYPE; told integer[] := '{}'; told_since timestamptz[] := '{}';
          at timestamptz;
        BEGIN
          INSERT INTO api_key_refusals (organisation_id, api_key_id, reason, since, tries)
            VALUES (key.organisation_id, key.id, note_key_refusal.reason, clock_timestamp(), 0) ON CONFLICT DO NOTHING;
          SELECT * INTO before FROM api_key_refusals r
            WHERE r.organisation_id = key.organisation_id AND r.api_key_id = key.id
              AND r.reason = note_key_refusal.reason FOR UPDATE;
          at := clock_timestamp();
          IF at - before.since >= interval '1 hour' THEN
            IF before.tries > 0 AND before.tries & (before.tries - 1) <> 0 THEN
              told := told || before.tries;
              told_since := told_since || before.since;
            END IF;
            before.since := at;
            before.tries := 0;
          END IF;
          UPDATE api_key_refusals r SET since = before.since, tries = before.tries + 1
            WHERE r.organisation_id = key.organisation_id AND r.api_key_id = key.id AND r.reason = note_key_refusal.reason;
          IF (before.tries + 1) & before.tries = 0 THEN
            told := told || (before.tries + 1);
            told_since := told_since || before.since;
          END IF;
          INSERT INTO audit_events (id, organisation_id, at, actor_kind, act, subject_kind, subject_id, details)
            SELECT gen_random_uuid(), key.organisation_id, date_trunc('milliseconds', at), 'machine', 'api-key.refused',
              'api-key', key.id, jsonb_build_object('reason', note_key_refusal.reason, 'tries', t.tries,
                'since', to_char(t.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            FROM unnest(told, told_since) AS t (tries, since);
        END $$;

      -- Whether a key may be used now for what is asked, counted against its quota. One answer for a key that does not
      -- exist and for a wrong secret. Granted to no zone: a part of the functions by which a zone takes keys, each of
      -- which names its scope. "subject" is the portal or the list that is asked for; "weight" how many uses it counts, none
      -- for what was counted before. A use that no wait brings within the quota is "beyond", with the "most" that can be.
      CREATE FUNCTION use_api_key(lookup text, secret_hash bytea, scope text, subject uuid, weight integer)
        RETURNS TABLE (outcome text, api_key_id uuid, organisation_id uuid, retry_after_seconds integer, most integer)
        LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE key api_keys%ROWTYPE; used api_key_uses%ROWTYPE; refused text; at timestamptz;
          blind bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
        BEGIN
          weight := least(greatest(weight, 0), 1000000);
          SELECT * INTO key FROM api_keys k WHERE k.lookup = use_api_key.lookup;
          IF key.id IS NULL THEN
            outcome := 'unknown';
            RETURN NEXT;
            RETURN;
          END IF;
          -- Compared under a random value: how long it takes tells nothing of what is stored.
          refused := CASE
            WHEN use_api_key.secret_hash IS NULL
              OR sha256(key.secret_hash || blind) <> sha256(use_api_key.secret_hash || blind) THEN 'wrong-secret'
            WHEN key.revoked_at IS NOT NULL THEN 'revoked'
            WHEN key.expires_at <= clock_timestamp() THEN 'expired'
            WHEN NOT use_api_key.scope = ANY (key.scopes) THEN 'scope'
            WHEN use_api_key.scope = 'reports:write' AND key.portal_id IS DISTINCT FROM use_api_key.subject THEN 'subject'
            WHEN use_api_key.scope = 'lists:read'
              AND (use_api_key.subject IS NULL OR NOT use_api_key.subject = ANY (key.list_ids)) THEN 'subject' END;
          IF refused IS NULL AND weight > least(key.per_minute, key.per_day) THEN
            outcome := 'beyond';
            most := least(key.per_minute, key.per_day);
            RETURN NEXT;
            RETURN;
          END IF;
          IF refused IS NULL THEN
            INSERT INTO api_key_uses (api_key_id, organisation_id, minute_at, in_minute, day_at, in_day)
              VALUES (key.id, key.organisation_id, 'epoch', 0, 'epoch', 0)
              ON CONFLICT ON CONSTRAINT api_key_uses_pkey DO NOTHING;
            SELECT * INTO used FROM api_key_uses u
              WHERE u.api_key_id = key.id AND u.organisation_id = key.organisation_id FOR UPDATE;
            -- After the wait for the row, so that the minute is the one in which this use is counted.
            at := clock_timestamp();
            IF used.minute_at <> date_trunc('minute', at) THEN
              used.minute_at := date_trunc('minute', at);
              used.in_minute := 0;
            END IF;
            IF used.day_at <> date_trunc('day', at, 'UTC') THEN
              used.day_at := date_trunc('day', at, 'UTC');
              used.in_day := 0;
            END IF;
            retry_after_seconds := CASE
              WHEN used.in_day + weight > key.per_day THEN ceil(extract(epoch FROM used.day_at + interval '1 day' - at))
              WHEN used.in_minute + weight > key.per_minute
                THEN ceil(extract(epoch FROM used.minute_at + interval '1 minute' - at)) END;
            IF retry_after_seconds IS NULL THEN
              UPDATE api_key_uses u SET minute_at = used.minute_at, in_minute = used.in_minute + weight,
                  day_at = used.day_at, in_day = used.in_day + weight, last_used_at = date_trunc('minute', at)
                WHERE u.api_key_id = key.id AND u.organisation_id = key.organisation_id;
            ELSE
              retry_after_seconds := greatest(retry_after_seconds, 1);
              refused := 'quota';
            END IF;
          END IF;
          IF refused IS NOT NULL THEN PERFORM note_key_refusal(key, refused); END IF;
          outcome := CASE WHEN refused IS NULL THEN 'taken' WHEN refused = 'wrong-secret' THEN 'unknown' ELSE refused END;
          IF outcome <> 'unknown' THEN
            api_key_id := key.id;
            organisation_id := key.organisation_id;
          END IF;
          RETURN NEXT;
        END $$;
      REVOKE ALL ON FUNCTION note_key_refusal, use_api_key FROM PUBLIC;

      ALTER TABLE hash_lists
        -- Made of what the organisation's own analysts have confirmed; nothing is imported into it.
        ADD is_own boolean NOT NULL DEFAULT false,
        -- Different analysts who must have seen the same bytes and found them illegal.
        ADD confirmations integer CHECK (confirmations BETWEEN 1 AND 9),
        ADD CHECK (is_own = (confirmations IS NOT NULL)),
        -- It is called what it is: as many stand behind it as were asked, and it settles and suppresses nothing.
        ADD CONSTRAINT own_list_is_what_it_is CHECK (NOT is_own OR (effect IN ('suggest', 'flag')
          AND trust = CASE WHEN confirmations > 1 THEN 'several-analysts' ELSE 'one-analyst' END));
      CREATE UNIQUE INDEX one_own_list ON hash_lists (organisation_id) WHERE is_own;

      -- What is published of one list, or of the live addresses. Its id is new after a restored backup, which leaves
      -- feeds out: whoever reads it sees that it begins anew.
      CREATE TABLE feeds (
        id uuid PRIMARY KEY,
        ${OWNED},
        kind text NOT NULL CHECK (kind IN ('list', 'addresses')),
        hash_list_id uuid UNIQUE REFERENCES hash_lists (id),
        -- The last change that is published.
        head bigint NOT NULL DEFAULT 0,
        -- Changes up to here have ended and are gone.
        complete_from bigint NOT NULL DEFAULT 0,
        -- That there is nothing after the head, with its time, signed.
        statement text,
        signature bytea,
        key_id text,
        stated_at timestamptz,
        CHECK ((kind = 'list') = (hash_list_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX one_feed_of_addresses ON feeds (organisation_id) WHERE kind = 'addresses';

      -- Numbered by whoever holds the row of the feed, so that no change comes to light under a number that somebody has
      -- read past.
      CREATE TABLE feed_changes (
        feed_id uuid NOT NULL REFERENCES feeds (id),
        sequence bigint NOT NULL,
        ${OWNED},
        -- An entry, or the digest of an address.
        subject text NOT NULL,
        is_withdrawal boolean NOT NULL,
        content jsonb NOT NULL,
        valid_until timestamptz,
        PRIMARY KEY (feed_id, sequence)
      );
      CREATE INDEX ON feed_changes (feed_id, subject, sequence DESC);

      -- Changes in the bytes that were signed, so many a page; the last one grows.
      CREATE TABLE feed_pages (
        feed_id uuid NOT NULL REFERENCES feeds (id),
        number integer NOT NULL,
        ${OWNED},
        after bigint NOT NULL,
        up_to bigint NOT NULL,
        body text NOT NULL,
        signature bytea NOT NULL,
        key_id text NOT NULL,
        PRIMARY KEY (feed_id, number)
      );
      CREATE INDEX ON feed_pages (feed_id, up_to);

      -- Public halves of what pages are signed with.
      CREATE TABLE feed_keys (
        ${OWNED},
        key_id text NOT NULL CHECK (key_id ~ '^[0-9a-f]{16}$'),
        public_key bytea NOT NULL CHECK (length(public_key) = 32),
        since timestamptz NOT NULL DEFAULT now(),
        retired_at timestamptz,
        PRIMARY KEY (organisation_id, key_id)
      );

      -- What a key has read of a feed in the day that runs, or ran last.
      CREATE TABLE feed_reads (
        api_key_id uuid NOT NULL REFERENCES api_keys (id),
        feed_id uuid NOT NULL REFERENCES feeds (id),
        ${OWNED},
        day date NOT NULL,
        requests integer NOT NULL,
        up_to bigint NOT NULL,
        PRIMARY KEY (api_key_id, feed_id)
      );

      ${guardedByOrganisation('feeds', 'feed_changes', 'feed_pages', 'feed_keys', 'feed_reads')}

      -- All that the partners' zone can do: ask for a page with a subscriber's key in hand, or for public keys.
      CREATE SCHEMA exchange_api;

      -- The signed page that follows a place in a feed, or the statement that nothing does. Notes who has read how much:
      -- the first, second, fourth, eighth … request of a day makes an event. Not granted: a part of the functions below.
      CREATE FUNCTION exchange_api.page_after(key uuid, wanted uuid, since bigint) RETURNS jsonb LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE feed feeds%ROWTYPE; page feed_pages%ROWTYPE; read feed_reads%ROWTYPE;
          today date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
        BEGIN
          SELECT * INTO feed FROM feeds f WHERE f.id = wanted;
          IF feed.statement IS NULL THEN RETURN jsonb_build_object('outcome', 'empty'); END IF;
          IF since > feed.head THEN RETURN jsonb_build_object('outcome', 'ahead'); END IF;
          SELECT * INTO page FROM feed_pages p
            WHERE p.feed_id = feed.id AND p.organisation_id = feed.organisation_id AND p.up_to > since
            ORDER BY p.up_to LIMIT 1;
          INSERT INTO feed_reads AS r (api_key_id, feed_id, organisation_id, day, requests, up_to)
            VALUES (key, feed.id, feed.organisation_id, today, 1, coalesce(page.up_to, feed.head))
            ON CONFLICT (api_key_id, feed_id) DO UPDATE SET day = today, up_to = excluded.up_to,
              requests = CASE WHEN r.day = today THEN r.requests + 1 ELSE 1 END
            RETURNING * INTO read;
          IF read.requests & (read.requests - 1) = 0 THEN
            INSERT INTO audit_events (id, organisation_id, at, actor_kind, act, subject_kind, subject_id, details)
              VALUES (gen_random_uuid(), feed.organisation_id, date_trunc('milliseconds', clock_timestamp()), 'machine',
                'feed.read', 'api-key', key, jsonb_build_object('feed', feed.kind, 'hashListId', feed.hash_list_id,
                  'day', today, 'requests', read.requests, 'upTo', read.up_to));
          END IF;
          RETURN CASE WHEN page.feed_id IS NULL
            THEN jsonb_build_object('outcome', 'page', 'body', feed.statement,
              'signature', translate(encode(feed.signature, 'base64'), chr(10), ''), 'keyId', feed.key_id)
            ELSE jsonb_build_object('outcome', 'page', 'body', page.body,
              'signature', translate(encode(page.signature, 'base64'), chr(10), ''), 'keyId', page.key_id) END;
        END $$;

      -- Until its withdrawals are published nothing is told of a list that was switched off or has expired.
      CREATE FUNCTION exchange_api.list_page(lookup text, secret_hash bytea, list uuid, since bigint) RETURNS jsonb
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE used record;
        BEGIN
          SELECT * INTO used FROM use_api_key(lookup, secret_hash, 'lists:read', list, 1);
          IF used.outcome <> 'taken' THEN
            RETURN jsonb_build_object('outcome', used.outcome, 'retryAfterSeconds', used.retry_after_seconds);
          END IF;
          IF EXISTS (SELECT FROM hash_lists l JOIN feeds f ON f.hash_list_id = l.id AND f.organisation_id = l.organisation_id
            WHERE l.id = list AND l.organisation_id = used.organisation_id
              AND (NOT l.is_enabled OR coalesce(l.expires_at <= now(), false))
              AND EXISTS (SELECT FROM feed_changes c WHERE c.feed_id = f.id AND c.organisation_id = f.organisation_id
                AND NOT c.is_withdrawal))
          THEN RETURN jsonb_build_object('outcome', 'withdrawing'); END IF;
          RETURN exchange_api.page_after(used.api_key_id, (SELECT f.id FROM feeds f
            WHERE f.hash_list_id = list AND f.organisation_id = used.organisation_id), since);
        END $$;

      -- What a list had settled when it was switched off, or expired, is not told before the feed has been looked through
      -- after that; some seconds more, since the two are not of one clock.
      CREATE FUNCTION exchange_api.address_page(lookup text, secret_hash bytea, since bigint) RETURNS jsonb
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE used record;
        BEGIN
          SELECT * INTO used FROM use_api_key(lookup, secret_hash, 'addresses:read', NULL, 1);
          IF used.outcome <> 'taken' THEN
            RETURN jsonb_build_object('outcome', used.outcome, 'retryAfterSeconds', used.retry_after_seconds);
          END IF;
          IF EXISTS (SELECT FROM hash_lists l JOIN feeds f ON f.kind = 'addresses' AND f.organisation_id = l.organisation_id
            WHERE l.organisation_id = used.organisation_id AND NOT l.is_own AND l.effect <> 'suppress' AND f.head > 0
              AND ((NOT l.is_enabled AND l.switched_at > f.stated_at - interval '5 seconds')
                OR (l.expires_at <= now() AND l.expires_at > f.stated_at - interval '5 seconds')))
          THEN RETURN jsonb_build_object('outcome', 'withdrawing'); END IF;
          RETURN exchange_api.page_after(used.api_key_id, (SELECT f.id FROM feeds f
            WHERE f.kind = 'addresses' AND f.organisation_id = used.organisation_id), since);
        END $$;

      -- Public, so that whoever holds a page can check it.
      CREATE FUNCTION exchange_api.signing_keys(code text) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT jsonb_agg(jsonb_build_object('id', k.key_id, 'publicKey', encode(k.public_key, 'base64'),
            'since', k.since, 'retiredAt', k.retired_at) ORDER BY k.since DESC)
          FROM feed_keys k JOIN organisations o ON o.id = k.organisation_id WHERE o.code = signing_keys.code
        $$;

      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA exchange_api FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
