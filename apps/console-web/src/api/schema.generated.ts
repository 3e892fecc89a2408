// Generated from apps/console/openapi.json by scripts/generate-client.mjs. Do not edit.
export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation’s accounts */
        get: operations["Accounts_list"];
        put?: never;
        /** Make an account; its password and secret are shown once */
        post: operations["Accounts_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the role of an account, or disable it; its sessions end */
        patch: operations["Accounts_change"];
        trace?: never;
    };
    "/api/v1/accounts/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an account another password, shown once; its sessions end */
        post: operations["Accounts_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an account another second factor, shown once; its sessions end */
        post: operations["Accounts_secondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person has to see to now */
        get: operations["Alarms_alarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of partners, without what is secret of them, and what one can be given for */
        get: operations["ApiKeys_list"];
        put?: never;
        /** Make a key for a partner; it is shown once */
        post: operations["ApiKeys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a key for good; its next call is refused */
        post: operations["ApiKeys_revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done, by whom, the newest first */
        get: operations["Oversight_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is known of a case, but what reporters wrote */
        get: operations["Cases_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide the case that one holds */
        post: operations["Cases_assess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a named case: one’s own again, or any that waits if the role may pick */
        post: operations["Cases_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep the lease while working */
        post: operations["Cases_heartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/items/{itemId}/unlink": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo, for one item of the case that one holds, the link to an earlier decision */
        post: operations["Links_unlink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/matches/{matchId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a media of the case matches an entry: the hashes, and where the entry stands */
        get: operations["Cases_match"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/matches/{matchId}/denial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a media is not what the entry means: the match stands no more */
        post: operations["Cases_deny"];
        /** Take that back: the match stands again */
        delete: operations["Cases_takeDenialBack"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the case was sent, and what came back */
        get: operations["Cases_referrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/refetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have the destroyed copies of the case that one holds fetched again; it goes back to triage */
        post: operations["Cases_refetch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a case for another decision whose referrals stand still; they are ended */
        post: operations["Cases_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the case back, without a reason; it does not come again */
        post: operations["Cases_giveBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stops the usual course of a case now */
        get: operations["Stops_ofCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a decision back before anything is sent */
        post: operations["Cases_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/urgency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say whether the decision on this case must not wait */
        put: operations["Cases_setUrgency"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find cases; what is looked for stays out of addresses */
        post: operations["Cases_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The queue of those concerned: what waits, who answers for it, within what time */
        get: operations["Concerned_queue"];
        /** Say who answers for the queue of those concerned, and within what time */
        put: operations["Concerned_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerned/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the next case of those concerned */
        post: operations["Concerned_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exposure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One’s own exposure today; nobody else is shown it */
        get: operations["Self_exposure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fingerprints of reporters that wait for somebody to hand them on */
        get: operations["Handover_waiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let receipts go on showing of a case what they show now */
        post: operations["Stops_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holds/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a hold; receipts show how the case stands */
        post: operations["Stops_endHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest imports, how far each is, and what became of it */
        get: operations["ListImports_list"];
        put?: never;
        /** Begin to bring in a list: its parts follow */
        post: operations["ListImports_open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an import is, and what became of it */
        get: operations["ListImports_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-imports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an import before it is done; what is live stays */
        post: operations["ListImports_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-imports/{id}/parts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Send the next part, of 4 MiB but for the last; twice the same is well */
        put: operations["ListImports_part"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-imports/{id}/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines that were not taken, each with its reason, as CSV */
        get: operations["ListImports_refused"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-imports/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a list seems to be, by the first 64 KiB of its file; nothing is kept */
        post: operations["ListImports_head"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-quarantines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entries that fit too much, those that wait for a person first */
        get: operations["ListOversight_quarantines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-quarantines/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an entry that fits too much match again, or keep it out */
        post: operations["ListOversight_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where lists are read from, and what came of it last */
        get: operations["ListOversight_sources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/list-sources/{id}/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The entries of a source that were not taken lately, each with its reason, as CSV */
        get: operations["ListOversight_refused"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lists of known material, how much they hold, and what waits for a person */
        get: operations["Lists_lists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the live version holds by category, the most first */
        get: operations["ListVersions_categories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is different in a later version, with a page of examples */
        get: operations["ListVersions_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a list off, everywhere within seconds */
        post: operations["Lists_disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a list on, everywhere within seconds */
        post: operations["Lists_enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/match-rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of what was examined in each of the last weeks the list has matched */
        get: operations["ListVersions_matchRate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change what stands behind a list, what it does and how near is near, at once; wider limits are an import, measured first; what is left out stays */
        put: operations["Lists_setPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a list, the latest first, twenty at a time */
        get: operations["ListVersions_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/versions/{version}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or refuse a version that waits because it would match much of what is held */
        post: operations["Lists_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/versions/{version}/take-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for what an earlier version held to be live again, as a new version */
        post: operations["ListVersions_takeBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/own": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep a list of what the organisation’s own analysts confirm, or change its name and how many must agree */
        put: operations["Lists_keepOwn"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a hash would match now, and what fits but does not count; recorded in the audit log */
        post: operations["Lists_tryHash"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the law lets be done with material, by portal, and how that came about */
        get: operations["Mandates_list"];
        put?: never;
        /** Record a mandate in place of the one for the same scope */
        post: operations["Mandates_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mandates/lower": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Narrow what may be done, at once; cases that are open keep theirs */
        post: operations["Mandates_lower"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what they may do */
        get: operations["Session_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one’s own password; other sessions end */
        put: operations["Session_changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/{id}/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask to see a picture of the case that one holds */
        post: operations["Views_open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisation-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key pairs that reports are sealed to */
        get: operations["OrganisationKeys_list"];
        put?: never;
        /** Make a new key pair; the earlier ones are kept for reading */
        post: operations["OrganisationKeys_renew"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Portals that the organisation owns or triages, and what each lacks to be live */
        get: operations["Portals_list"];
        put?: never;
        /** Make a portal, empty or from an exported one; the public does not see it yet */
        post: operations["Portals_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A portal as it was saved last; of a partner’s, what the public sees */
        get: operations["Portals_read"];
        /** Save what a portal is to be, as a new version */
        put: operations["Portals_save"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree to triage what a partner’s portal takes in */
        post: operations["Portals_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/end-triage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline to triage a partner’s portal, or take the agreement back: it is taken off, open cases stay here */
        post: operations["Portals_endTriage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A portal as a file to set up another from: no identifier, no secret, no person */
        get: operations["Portals_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a portal’s cases, by month; no number below five */
        get: operations["Portals_outcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show the public what was saved last, opening the portal where it is closed */
        post: operations["Portals_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recipients that a portal can name or names as its own */
        get: operations["Portals_recipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was saved of a portal, when and by whom */
        get: operations["Portals_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A portal as it was saved once */
        get: operations["Portals_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a portal off, or renew its closing page: it says where to go instead, as saved last */
        post: operations["Portals_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portals/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be chosen for a portal */
        get: operations["Portals_choices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/preservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record an order to keep what the schedule would erase of a case */
        post: operations["Stops_preserve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/preservations/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an order of preservation; the schedule goes on */
        post: operations["Stops_endPreservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much waits, and where */
        get: operations["Queue_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the next case by priority */
        post: operations["Queue_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who referrals go to; of their secrets only that there is one */
        get: operations["Recipients_list"];
        put?: never;
        /** Make a recipient; it is off until it has a secret and is approved */
        post: operations["Recipients_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recipients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a recipient; elsewhere, its secret is cleared */
        put: operations["Recipients_change"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recipients/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enter what a recipient wants to see; triage alone opens it */
        put: operations["Recipients_secret"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recipients/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Approve that referrals go to a recipient, or stop them */
        put: operations["Recipients_switch"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Referrals that wait for a way or are stopped, or those of one state */
        get: operations["Referrals_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a referral: it was forwarded by other means, or is to be decided anew */
        post: operations["Referrals_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say under which number the recipient holds a stopped referral */
        post: operations["Referrals_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a stopped referral tried again, or a waiting one sent by the way there is now */
        post: operations["Referrals_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the fingerprints of a report were handed to whom the portal named, or go to nobody */
        post: operations["Handover_settle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write to the reporter; only the receipt opens it */
        post: operations["Reports_write"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open what the reporter wrote; the act and its reason are recorded */
        post: operations["Reports_openText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long each class of data is kept */
        get: operations["Retention_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/{dataClass}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the organisation’s own time for a class of data */
        put: operations["Retention_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/safeguarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases that a partner triages and that concern a child now */
        get: operations["Safeguarding_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/safeguarding/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take one on, so that others know that somebody has it */
        post: operations["Safeguarding_take"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scheme": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The questions and values of the classification scheme */
        get: operations["Self_scheme"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in; the answer sets the session cookie */
        post: operations["Session_signIn"];
        /** Sign out */
        delete: operations["Session_signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Holds and orders of preservation */
        get: operations["Stops_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say that the picture is no longer shown */
        patch: operations["Views_end"];
        trace?: never;
    };
    "/api/v1/views/{ticket}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture itself: once, within ten seconds, for the person who asked */
        get: operations["Views_serve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccountAnswer: {
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            disabledAt: string | null;
            displayName: string;
            email: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            role: "analyst" | "supervisor" | "administrator";
        };
        AcknowledgementAnswer: {
            /** Format: date-time */
            at: string;
            byName: string | null;
            /** Format: uuid */
            contentItemId: string | null;
            /** @enum {string} */
            kind: "received" | "reported-to-police" | "reported-to-provider" | "removed" | "unavailable" | "not-illegal";
        };
        AlarmAnswer: {
            /** @enum {string} */
            code: "audit-lag" | "sweep-not-run" | "outbox-lag" | "evidence-unknown" | "referrals-stopped" | "certificate-expires" | "certificate-expired" | "list-waiting" | "list-expired" | "entries-quarantined" | "source-late" | "rematch-failed" | "concern-overdue" | "safeguarding-waits" | "hashes-wait" | "triage-ended";
            /** @description How many things it is about. */
            count: number;
            /** Format: date-time */
            since: string;
        };
        AnswersBody: {
            /** @enum {string} */
            ageBand?: "infant" | "pre-pubescent" | "pubescent" | "not-determined";
            childModelling?: boolean;
            computerGenerated?: boolean;
            nationalCategory?: string;
            /** @enum {string} */
            reason?: "adult-pornography" | "nudism-or-not-sexualised" | "below-threshold" | "images-too-small" | "virtual-material" | "links-not-illegal" | "age-unclear" | "age-over-threshold" | "other" | "content-not-found" | "referrer-unknown" | "unable-to-access" | "password-protected" | "account-disabled" | "legally-unable-to-access" | "link-expired" | "not-found-or-site-down" | "temporarily-unavailable" | "premium-account-needed" | "missing-parts" | "removed-before-assessment";
            selfGenerated?: boolean;
            /** @enum {string} */
            severity?: "category-a" | "category-b" | "category-c";
            /** @enum {string} */
            sex?: "female" | "male" | "both" | "not-determined";
            /** @enum {string} */
            verdict: "baseline" | "national" | "not-illegal" | "not-reachable";
        };
        ApiKeyAnswer: {
            /** Format: date-time */
            createdAt: string;
            /** @description E-mail of who made it; null: the operator. */
            createdBy: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            lastUsedAt: string | null;
            /** @description Names of the lists that it may read. */
            lists: string[];
            /** @description The part of the key that is no secret: 16 hexadecimal digits. */
            lookup: string;
            name: string;
            perDay: number;
            perMinute: number;
            /** @description Slug of the portal to which it may report. */
            portal: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            scopes: ("reports:write" | "lists:read" | "addresses:read")[];
            /** @description Calls of the day that runs, in UTC. */
            usedToday: number;
        };
        ApiKeysAnswer: {
            keys: components["schemas"]["ApiKeyAnswer"][];
            /** @description The organisation’s own lists: no other is passed on. */
            lists: components["schemas"]["NamedAnswer"][];
            /** @description To which a key may be given; by slug. */
            portals: components["schemas"]["NamedAnswer"][];
        };
        AskedImportAnswer: {
            /** Format: uuid */
            id: string;
        };
        AssessBody: {
            items: components["schemas"]["ItemAnswersBody"][];
            lease: components["schemas"]["LeaseBody"];
            source?: components["schemas"]["SourceAnswersBody"];
        };
        AssessmentAnswer: {
            answers: components["schemas"]["AnswersBody"];
            /** @description Of a link: the decision that it follows. */
            follows: components["schemas"]["FollowedAnswer"] | null;
            /** @description Whether the decision that it was part of was taken back. */
            isWithdrawn: boolean;
            /** @description Of a link that is over: why. */
            linkEnded: components["schemas"]["LinkEndingAnswer"] | null;
            /** @description Whether a person looked at these bytes; of a link, for the decision that it follows. */
            looked: boolean;
            /** Format: date-time */
            madeAt: string;
            /**
             * @description settlement: a list says so; link: a person who looked at the same bytes has said so before.
             * @enum {string}
             */
            madeBy: "person" | "settlement" | "link";
            person: string | null;
            /** @description The round of the case in which it was made. */
            round: number;
            scheme: string;
            /** @description The list that settled it. */
            settledByList: string | null;
            /** @description Whether it holds for what the item shows now; one of an earlier round may not, and none that was withdrawn does. */
            stands: boolean;
            /** @description Where the person took over the answers to a picture that looks like it: whose they were. */
            takenFrom: components["schemas"]["TakenFromAnswer"] | null;
            version: number;
        };
        AuditEventAnswer: {
            act: string;
            actor: string | null;
            /** @enum {string} */
            actorKind: "staff" | "machine" | "operator";
            /** Format: date-time */
            at: string;
            details: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            id: string;
            /** @description Place in the chain; absent until it is sealed. */
            number: number | null;
            /** Format: uuid */
            subjectId: string | null;
            subjectKind: string;
        };
        AuditPage: {
            /**
             * Format: uuid
             * @description Absent on the last page.
             */
            cursor?: string;
            /** @description The newest first. */
            events: components["schemas"]["AuditEventAnswer"][];
        };
        BusiestEntryAnswer: {
            /** Format: uuid */
            id: string;
            /** @description Different media that it fits. */
            media: number;
        };
        CancelReferralBody: {
            /**
             * @description forwarded-otherwise: it was sent by other means, and the reporter may be told so; withdrawn: the case is decided anew.
             * @enum {string}
             */
            reason: "forwarded-otherwise" | "withdrawn";
        };
        CasePage: {
            case: components["schemas"]["CaseSummary"];
            items: components["schemas"]["ContentItemAnswer"][];
            lease: components["schemas"]["LeaseOfCase"] | null;
            /** @description Whether the asker may open the case for another decision, since nothing was sent. */
            mayReopen?: boolean;
            /** @description Whether the asker may take the decision back now. */
            mayUndo?: boolean;
            referrals: components["schemas"]["ReferralAnswer"][];
            refetch: components["schemas"]["RefetchAnswer"];
            reports: components["schemas"]["ReportAnswer"][];
            /** @description The newest first. */
            sourceAssessments: components["schemas"]["SourceAssessmentAnswer"][];
            /** @description What has to be answered about the source if anything is confirmed, because a way onward asks for it. */
            sourceQuestions: ("siteType" | "commerciality" | "paymentMethods")[];
        };
        CaseSearchAnswer: {
            cases: components["schemas"]["CaseSummary"][];
            /**
             * Format: uuid
             * @description Absent on the last page.
             */
            cursor?: string;
        };
        CaseSearchBody: {
            /** @description Only those that were reported by those concerned. */
            concerned?: boolean;
            /**
             * Format: uuid
             * @description From the answer before.
             */
            cursor?: string;
            /** @description Slug of a portal. */
            portal?: string;
            /** @description Part of a case number or of an address. */
            q?: string;
            /** @enum {string} */
            state?: "triage" | "ready" | "in-assessment" | "decided" | "referred" | "closed";
        };
        CaseSummary: {
            /** @description The reported address, to read and never to follow; absent for a tip without one. */
            address: string | null;
            /** @description Items that a list or an earlier decision on the same bytes answers for. */
            answeredItems: number;
            childInDanger: boolean;
            /** Format: date-time */
            closedAt: string | null;
            /**
             * @description Reported by those concerned; it has a queue of its own.
             * @enum {string|null}
             */
            concern: "picture" | "threat" | "child" | null;
            /** Format: date-time */
            decidedAt: string | null;
            /** @description Who works on it now. */
            heldBy: string | null;
            /** Format: uuid */
            id: string;
            isSelfReport: boolean;
            isUrgent: boolean;
            items: number;
            /** @enum {string} */
            kind: "address" | "tip";
            /** @enum {string} */
            mandate: "none" | "hash" | "view" | "retain";
            /** @description Open items that are near copies of a picture, which may be suggested. */
            nearCopies: number;
            number: string;
            /** Format: date-time */
            openedAt: string;
            /** @enum {string|null} */
            outcome: "forwarded" | "not-illegal" | "not-reachable" | null;
            /** @description Slug of the portal. */
            portal: string;
            priority: number;
            priorityFactors: components["schemas"]["PriorityFactorAnswer"][];
            priorityVersion: string | null;
            reports: number;
            /**
             * Format: date-time
             * @description Nothing is sent before; until then the decision can be taken back.
             */
            routeAt: string | null;
            /** @enum {string} */
            state: "triage" | "ready" | "in-assessment" | "decided" | "referred" | "closed";
        };
        CategoryChangeAnswer: {
            added: number;
            category: string | null;
            ended: number;
        };
        CategoryCountAnswer: {
            /** @description As the source calls it. */
            category: string | null;
            entries: number;
        };
        ChangeAccountBody: {
            isDisabled?: boolean;
            /** @enum {string} */
            role?: "analyst" | "supervisor" | "administrator";
        };
        ChangedEntryAnswer: {
            /** @description The first digits of its surest hash. */
            begins: string;
            category: string | null;
            /** @enum {string} */
            change: "added" | "ended";
            /** Format: uuid */
            id: string;
            /** @description Which hashes it has. */
            kinds: ("sha256" | "sha1" | "md5" | "pdq")[];
            /** @description What the source calls the video it is a frame of. */
            video: string | null;
        };
        ChangedRecipientAnswer: {
            /** @description It is elsewhere now: its secret was cleared, and it is switched off until it is approved again. */
            needsSecret: boolean;
        };
        ChangePasswordBody: {
            current: string;
            next: string;
        };
        ChangePortalBody: {
            /** @description Fields that were written for another country and hold in this one as well. */
            confirmed?: string[];
            country?: string;
            host?: string | null;
            locales?: string[];
            recipients?: string[];
            reviewers?: {
                [key: string]: string;
            };
            /** @description What the portal shows, as the operator’s guide describes it. */
            settings?: {
                [key: string]: unknown;
            };
            /** @description The version that the change was made from. */
            version: number;
        };
        ChangeRecipientBody: {
            analystName: string;
            /** @description Authority to trust, in PEM; null: the public ones; absent: as it is. */
            ca?: string | null;
            /** @description Takes what is hosted there alone; null: wherever it is hosted; absent: as it is. */
            country?: string | null;
            /** @description Host name or address alone. */
            host: string;
            isInternal: boolean;
            name: string;
            /** @description Below the host, like /api; may be empty. */
            path: string;
            port: number;
        };
        ClaimAnswer: {
            case: components["schemas"]["CaseSummary"];
            lease: components["schemas"]["LeaseAnswer"];
        };
        ClaimHours: {
            /** @description 1 is Monday. */
            days: number[];
            from: number;
            until: number;
        };
        ClaimRefusal: {
            /** @description A code that stays the same, like `lease-lost`. */
            error: string;
            /** @description What is wrong, by field. */
            fields?: {
                [key: string]: string;
            };
            /** @description For people. */
            message: string;
            /** @enum {string} */
            reason: "exposure-limit" | "break-due" | "outside-hours";
            statusCode: number;
        };
        ColleagueAnswer: {
            displayName: string;
            /** Format: uuid */
            id: string;
        };
        ColumnsBody: {
            category?: string;
            expires?: string;
            md5?: string;
            pdq?: string;
            quality?: string;
            sha1?: string;
            sha256?: string;
            video?: string;
        };
        ComparedHashesAnswer: {
            /** @description Bits in which the two differ. */
            distance: number;
            /** @description 64 hex digits. */
            entry: string;
            entryQuality: number | null;
            /** @description Of an animation: the number of the frame in the file, from 0. */
            frame: number | null;
            /** @description 64 hex digits, of the media as it was turned to fit. */
            media: string;
            orientation: string;
            quality: number | null;
        };
        ConcernQueueAnswer: {
            /** @description Who could answer for it. */
            colleagues: components["schemas"]["ColleagueAnswer"][];
            /** Format: date-time */
            oldestAt: string | null;
            /** @description Of these, cases that wait for longer than the target. */
            overdue: number;
            /** @description Who answers for it. */
            owner: string | null;
            /** Format: uuid */
            ownerId: string | null;
            /** @description Within how many minutes a case is to be taken up. */
            targetMinutes: number;
            waiting: number;
        };
        ConfirmReferralBody: {
            /** @description Under which the recipient holds the referral. */
            number: string;
            /**
             * @description found-there: looked up at the recipient; told-by-recipient; entered-by-hand: reported there by hand instead.
             * @enum {string}
             */
            reason: "found-there" | "told-by-recipient" | "entered-by-hand";
        };
        ContactSheetAnswer: {
            /** @description Frames of the file. */
            frames: number;
            /** @description Frames on the sheet, each over its number in the file. */
            shown: number;
        };
        ContentItemAnswer: {
            address: string;
            /** @description The newest first. */
            assessments: components["schemas"]["AssessmentAnswer"][];
            fetches: components["schemas"]["FetchAnswer"][];
            foundVia: string | null;
            /** Format: date-time */
            goneAt: string | null;
            hosting: components["schemas"]["HostingAnswer"] | null;
            /** Format: uuid */
            id: string;
            matches: components["schemas"]["MatchAnswer"][];
            media: components["schemas"]["MediaAnswer"] | null;
            mediaType: string | null;
            /** @description A suggestion, never an answer. */
            nearCopy: components["schemas"]["NearCopyAnswer"] | null;
            /** @description Whether a decision needs an answer for it. */
            needsAnswer: boolean;
            /** Format: date-time */
            onlineCheckedAt: string | null;
            /** @enum {string|null} */
            onlineState: "online" | "gone" | "unknown" | null;
            /** Format: uuid */
            parentId: string | null;
            /** @enum {string|null} */
            result: "tip" | "reported-hash" | "page" | "picture" | "video" | "not-fetched" | "not-in-demonstration" | "refused" | "unreachable" | "gone" | "not-a-picture" | "not-examined" | "corrupt" | "too-large" | "bomb" | "failed" | null;
            resultDetail: string | null;
            /** @enum {string} */
            role: "source" | "embedded";
            round: number;
            /** @enum {string} */
            step: "retrieve" | "examine" | "match" | "done";
        };
        DecisionAnswer: {
            assessed: number;
            /**
             * Format: date-time
             * @description Nothing is sent before; until then it can be taken back.
             */
            routeAt: string;
        };
        DenialAnswer: {
            note: string | null;
            /** @enum {string} */
            reason: "other-picture" | "no-such-material" | "nothing-to-see" | "other";
            /** Format: date-time */
            saidAt: string;
            saidBy: string | null;
        };
        DenyMatchBody: {
            /** @description Needed where the reason is `other`. */
            note?: string;
            /** @enum {string} */
            reason: "other-picture" | "no-such-material" | "nothing-to-see" | "other";
        };
        DeviceHashAnswer: {
            /** @description 64 hex digits; absent where the device could make none. */
            pdq?: string;
            /** @description Of the PDQ hash, 0 to 100. */
            quality?: number;
            /** @description 64 hex digits. */
            sha256: string;
        };
        DigestAgreementAnswer: {
            /** @enum {string} */
            md5: "same" | "differs" | "not-listed";
            /** @enum {string} */
            sha1: "same" | "differs" | "not-listed";
            /** @enum {string} */
            sha256: "same" | "differs" | "not-listed";
        };
        EndedViewAnswer: {
            /** @description How long it lasted, by the server’s clock. */
            seconds: number;
        };
        ExposureAnswer: {
            /**
             * Format: date-time
             * @description Absent while no stretch of work runs.
             */
            breakDueAt?: string;
            /** @description How long a break has to be. */
            breakSeconds: number;
            /** @description Today. */
            byLevel: components["schemas"]["ExposureOfLevel"][];
            /** @description Absent where cases are given out at any hour. */
            claimHours?: components["schemas"]["ClaimHours"];
            dailySeconds: number;
            /** @description Today, at level 2 and above. */
            exposedSeconds: number;
            /**
             * @description Why no case would be given out now.
             * @enum {string}
             */
            refusal?: "exposure-limit" | "break-due" | "outside-hours";
        };
        ExposureOfLevel: {
            level: number;
            seconds: number;
            views: number;
        };
        FeedbackAnswer: {
            /** @description In force, of this media. */
            denial: components["schemas"]["DenialAnswer"] | null;
            /** @description Media that the entry does not mean, as somebody said. */
            denials: number;
        };
        FetchAnswer: {
            bytes: number | null;
            /** Format: date-time */
            endedAt: string;
            outcome: string;
            /** @enum {string} */
            purpose: "retrieve" | "check";
            /** Format: date-time */
            startedAt: string;
            status: number | null;
        };
        FollowedAnswer: {
            /** Format: uuid */
            caseId: string;
            caseNumber: string;
            /** @description Whether that decision still holds. */
            holds: boolean;
            /** Format: date-time */
            madeAt: string;
            /** @description Who looked and decided there. */
            person: string | null;
        };
        FrameShareAnswer: {
            /** @description Different frames of enough quality. */
            compared: number;
            /** @description Of those, so many have a like one on the other side. */
            matched: number;
        };
        FrameSharesAnswer: {
            /** @description Of the listed video, where the list says which entries are frames of one. */
            listed?: components["schemas"]["FrameShareAnswer"];
            /** @description Of this video. */
            media: components["schemas"]["FrameShareAnswer"];
        };
        HandoverAnswer: {
            hashes: number;
            /** @description The text is erased, and the fingerprints with it. */
            isErased: boolean;
            /**
             * @description Why they were left.
             * @enum {string|null}
             */
            reason: "no-child" | "not-genuine" | "recipient-refuses" | "known-there" | "reporter-wish" | null;
            /** @description Whom the portal named to the reporter, by language. */
            recipient: {
                [key: string]: string;
            };
            /** @description Under which the recipient has them. */
            reference: string | null;
            /** Format: date-time */
            settledAt: string | null;
            settledBy: string | null;
            /** @enum {string} */
            state: "waiting" | "handed-over" | "left";
        };
        HandoverBody: {
            /**
             * @description Why they are left; needed then.
             * @enum {string}
             */
            reason?: "no-child" | "not-genuine" | "recipient-refuses" | "known-there" | "reporter-wish";
            /** @description Under which the recipient has them. */
            reference?: string;
            /** @enum {string} */
            state: "handed-over" | "left";
        };
        HeldCaseAnswer: {
            /** Format: uuid */
            id: string;
            number: string;
        };
        HeldMandateAnswer: {
            /** @description Under `view`: hours after which a copy goes. */
            keepHours: number | null;
            /** @enum {string} */
            level: "none" | "hash" | "view" | "retain";
            /**
             * Format: uuid
             * @description The mandate that sets the level.
             */
            mandateId: string | null;
        };
        HoldAnswer: {
            /** Format: uuid */
            caseId: string;
            caseNumber: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            orderedBy: string;
            /** @description E-mail of the member of staff who answers for it. */
            owner: string;
            /** @description The order or file that it rests on; may be empty. */
            reason: string;
            /** @description What a receipt shows while it stands. */
            shownState: string;
            /** @enum {string} */
            state: "in-force" | "expired" | "released";
        };
        HostingAnswer: {
            address: string;
            country: components["schemas"]["HostingCountryAnswer"] | null;
            isContentDeliveryNetwork: boolean;
            network: components["schemas"]["HostingNetworkAnswer"] | null;
        };
        HostingCountryAnswer: {
            code: string;
            date: string;
            source: string;
            version: string;
        };
        HostingNetworkAnswer: {
            asn: number;
            date: string;
            organisation: string;
            source: string;
            version: string;
        };
        ImportImpactAnswer: {
            /** @description The entry that fits the most. */
            busiestEntry: components["schemas"]["BusiestEntryAnswer"] | null;
            /** @description Matched newly by versions of the last days that nobody was asked about; absent where none were. */
            earlier?: number;
            /** @description Of the matched, how many by a digest; the rest is near. */
            exact: number;
            /** @description Media of the organisation that it was compared with, the latest. */
            held: number;
            /** @description Of these, how many it would newly match. */
            matched: number;
            /** @description Live entries that it would end, where these are more than half; absent where they are not. */
            withdrawn?: number;
        };
        ItemAnswersBody: {
            answers: components["schemas"]["AnswersBody"];
            /**
             * Format: uuid
             * @description This item alone.
             */
            contentItemId?: string;
            /**
             * Format: uuid
             * @description Every item of the case that shows this media.
             */
            mediaId?: string;
            /**
             * Format: uuid
             * @description The media that this one is a near copy of whose answers these are, if they were taken over.
             */
            takenFrom?: string;
        };
        LeaseAnswer: {
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            token: string;
            version: number;
        };
        LeaseBody: {
            /** Format: uuid */
            token: string;
            version: number;
        };
        LeaseOfCase: {
            /** Format: date-time */
            expiresAt: string;
            holder: string;
            isMine: boolean;
        };
        LetterAnswer: {
            /**
             * Format: date-time
             * @description When it ended, to the minute; of one that waits, when it is next tried.
             */
            at: string;
            /**
             * @description What it tells the reporter of.
             * @enum {string}
             */
            cause: "message" | "closing";
            /** @description Why it waits or did not go. */
            code: string | null;
            /** @enum {string} */
            state: "queued" | "sent" | "dropped" | "failed";
        };
        LinkEndingAnswer: {
            /**
             * @description undone: by a person, for this item; overtaken: people said something else of the same bytes since.
             * @enum {string}
             */
            cause: "undone" | "overtaken";
            /** Format: date-time */
            endedAt: string;
            person: string | null;
            reason: string | null;
        };
        ListAnswer: {
            /** @description Of the organisation’s own list: how many of its analysts must agree. Null of every other. */
            confirmations: number | null;
            /** @description Media that somebody says an entry does not mean. */
            denials: number;
            /** @enum {string} */
            effect: "settle" | "suggest" | "flag" | "suppress";
            entries: number;
            /** @description Entries whose own time is over. */
            expiredEntries: number;
            /** Format: uuid */
            id: string;
            isEnabled: boolean;
            /** @description Its time is over: nothing of it matches. */
            isExpired: boolean;
            /** @description Open cases are being matched anew with it. */
            isRematching: boolean;
            liveVersion: number;
            matches: number;
            /** @description Bits within which a perceptual hash is near. */
            maxDistance: number;
            /** @description Below this quality a perceptual hash is not compared. */
            minQuality: number;
            name: string;
            /** @description In force now. */
            policy: components["schemas"]["ListPolicyAnswer"];
            quarantine: components["schemas"]["QuarantineCountAnswer"];
            reach: components["schemas"]["ListReachAnswer"];
            source: string;
            /**
             * Format: date-time
             * @description When it was switched last.
             */
            switchedAt: string | null;
            switchNote: string | null;
            /** @enum {string|null} */
            switchReason: "wrong-entries" | "matches-too-much" | "source-asked" | "legal-basis" | "corrected" | "other" | null;
            /** @enum {string} */
            trust: "several-analysts" | "one-analyst" | "unreviewed";
            /** @description Matches nothing until it is approved. */
            waiting: components["schemas"]["WaitingVersionAnswer"] | null;
        };
        ListChangesAnswer: {
            added: number;
            /** @description The most changed first; 50 at most. */
            categories: components["schemas"]["CategoryChangeAnswer"][];
            ended: number;
            examples: components["schemas"]["ChangedEntryAnswer"][];
            /**
             * Format: uuid
             * @description For `after`; null on the last page.
             */
            next: string | null;
        };
        ListDecisionBody: {
            /**
             * @description What is refused never matches; what is live stays.
             * @enum {string}
             */
            decision: "approve" | "refuse";
        };
        ListHeadAnswer: {
            /** @description Names in the header; none where there is nothing to map. */
            columns: string[];
            /** @enum {string} */
            format: "csv" | "vics" | "icse" | "threatexchange" | "ncmec";
            /** @description What is known by its name. */
            mapping: components["schemas"]["ColumnsBody"];
            /** @description The largest file that can be brought in here. */
            maxBytes: number;
        };
        ListImportAnswer: {
            /** Format: date-time */
            askedAt: string;
            askedByName: string;
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            endedAt: string | null;
            /** @description A code. */
            failure: string | null;
            /** @description In English. */
            failureText: string | null;
            /** @enum {string|null} */
            format: "csv" | "vics" | "icse" | "threatexchange" | "ncmec" | null;
            /**
             * Format: uuid
             * @description Null before the list is there.
             */
            hashListId: string | null;
            /** Format: uuid */
            id: string;
            /** @description Whether the caller asked for it, who alone may send its parts. */
            isOwn: boolean;
            /** @enum {string} */
            kind: "upload" | "take-back" | "limits";
            list: string;
            outcome: components["schemas"]["ListImportOutcomeAnswer"] | null;
            /** @description Of every part but the last. */
            partBytes: number;
            /** Format: int64 */
            readBytes: number;
            readEntries: number;
            /** Format: int64 */
            receivedBytes: number;
            /** @description The number of the next part. */
            receivedParts: number;
            /** @description Lines that were not taken. */
            refused: number;
            /** @enum {string} */
            state: "uploading" | "queued" | "running" | "done" | "failed" | "cancelled";
            /** @description Of what is taken back. */
            toVersion: number | null;
        };
        ListImportOutcomeAnswer: {
            added: number;
            ended: number;
            entries: number;
            /** @enum {string} */
            state: "live" | "unchanged" | "waiting";
            version: number;
            /** @description The version that waits for a person. */
            waitingVersion: number | null;
        };
        ListPolicyAnswer: {
            /** @description The source’s word for a category → what it means to us; null where a person has to say. */
            categoryMapping: {
                [key: string]: "baseline" | "national" | null;
            };
            /** @enum {string} */
            effect: "settle" | "suggest" | "flag" | "suppress";
            /**
             * Format: date-time
             * @description From then on nothing of it matches; null for never.
             */
            expiresAt: string | null;
            legalBasis: string | null;
            /**
             * @description To whom entries may be passed on.
             * @enum {string}
             */
            licence: "none" | "partners" | "providers" | "partners-and-providers" | "anyone";
            /** @description Only entries of these categories may be passed on; null for all. */
            licenceCategories: string[] | null;
            licenceNote: string | null;
            /** @description Different cases from which on an entry matches too much; null for never. */
            quarantineAfter: number | null;
            /** @description Whether MD5 or SHA-1 alone may settle. */
            settlesByWeakDigest: boolean;
            source: string;
            /** @enum {string} */
            trust: "several-analysts" | "one-analyst" | "unreviewed";
        };
        ListReachAnswer: {
            /** @description Of these, how many match by what the list is now. */
            inStep: number;
            /** @description Processes of triage that live. */
            processes: number;
        };
        ListSettingsBody: {
            /** @description The source’s word for a category → what it means to us; null where a person has to say. */
            categoryMapping?: {
                [key: string]: "baseline" | "national" | null;
            };
            /** @enum {string} */
            effect?: "settle" | "suggest" | "flag" | "suppress";
            /**
             * Format: date-time
             * @description From then on nothing of it matches; null for never.
             */
            expiresAt?: string | null;
            legalBasis?: string | null;
            /** @enum {string} */
            licence?: "none" | "partners" | "providers" | "partners-and-providers" | "anyone";
            /** @description Only entries of these categories may be passed on; null for all. */
            licenceCategories?: string[] | null;
            licenceNote?: string | null;
            maxDistance?: number;
            minQuality?: number;
            /** @description Different cases from which on an entry matches too much; null for never. */
            quarantineAfter?: number | null;
            settlesByWeakDigest?: boolean;
            source?: string;
            /** @enum {string} */
            trust?: "several-analysts" | "one-analyst" | "unreviewed";
        };
        ListSourceAnswer: {
            /** Format: date-time */
            dueAt: string;
            everyMinutes: number;
            /** @description In a row. */
            failures: number;
            /**
             * Format: uuid
             * @description The list that it fills.
             */
            hashListId: string;
            host: string;
            /** Format: uuid */
            id: string;
            /** @description Not read for longer than three times its schedule. */
            isLate: boolean;
            /** @enum {string} */
            kind: "ncmec" | "stopncii" | "arachnid-shield";
            list: string;
            /** @description A code; null before the first attempt. */
            outcome: string | null;
            outcomeVersion: number | null;
            port: number;
            /** @description Media that it is to be asked about still. */
            questionsDue: number;
            /** @description Entries that were not taken lately. */
            refused: number;
            /** Format: date-time */
            succeededAt: string | null;
            /** Format: date-time */
            triedAt: string | null;
            /** @description Null between two readings. */
            underWay: components["schemas"]["SourceProgressAnswer"] | null;
        };
        ListSwitchBody: {
            /** @description Shown with the list, and nowhere else. */
            note?: string;
            /**
             * @description In the audit log.
             * @enum {string}
             */
            reason: "wrong-entries" | "matches-too-much" | "source-asked" | "legal-basis" | "corrected" | "other";
        };
        ListVersionAnswer: {
            entries: number;
            /** Format: date-time */
            finishedAt: string | null;
            format: string;
            impact: components["schemas"]["ImportImpactAnswer"] | null;
            /** @description The limits that it came with. */
            maxDistance: number | null;
            minQuality: number | null;
            number: number;
            policy: components["schemas"]["PolicyChangeAnswer"] | null;
            /**
             * @description Why it waits, or ended without being live.
             * @enum {string|null}
             */
            reason: "share-too-large" | "entry-fits-too-many" | "withdraws-too-much" | "refused" | "superseded" | null;
            /** @description Lines that were not taken. */
            refused: number;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "loading" | "waiting" | "live" | "replaced" | "unchanged" | "failed";
        };
        LowerMandateBody: {
            /** @enum {string} */
            level: "none" | "hash" | "view" | "retain";
            /**
             * Format: uuid
             * @description For one portal; absent: for all.
             */
            portalId?: string;
        };
        MadeAnswer: {
            /** Format: uuid */
            id: string;
        };
        MadePortalAnswer: {
            /** Format: uuid */
            id: string;
            /** @description Recipients that the file names and that there are none of here. */
            unknownRecipients: components["schemas"]["NamedRecipientAnswer"][];
        };
        MandateAnswer: {
            /** Format: date-time */
            approvedAt: string;
            approvedBy: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            keepHours: number | null;
            legalInstrument: string;
            /** @enum {string} */
            level: "none" | "hash" | "view" | "retain";
            /** @description Slug; null: for all portals. */
            portal: string | null;
            /** @enum {string} */
            state: "in-force" | "expired" | "revoked";
        };
        MandatesAnswer: {
            /** @description Where no mandate for a portal says otherwise. */
            byDefault: components["schemas"]["HeldMandateAnswer"];
            /** @description All that were ever recorded, the latest first. */
            history: components["schemas"]["MandateAnswer"][];
            portals: components["schemas"]["PortalMandateAnswer"][];
        };
        MatchAnswer: {
            /** @enum {string} */
            algorithm: "sha256" | "sha1" | "md5" | "pdq";
            category: string | null;
            /** @description Bits of 256 that differ; 0 for exact ones. */
            distance: number;
            /** @enum {string} */
            effect: "settle" | "suggest" | "flag" | "suppress";
            /** @description Of what a video’s frames matched. */
            frameShares: components["schemas"]["FrameSharesAnswer"] | null;
            /** Format: uuid */
            id: string;
            /** @description Whether it says something of the media; `state` says why not. */
            isStanding: boolean;
            /** @enum {string} */
            kind: "exact" | "near";
            list: string;
            /** @description Null where the source tells no list: it was asked, and `matchedAt` says when it said so. */
            listVersion: number | null;
            /** Format: date-time */
            matchedAt: string;
            orientation: string | null;
            source: string;
            /**
             * @description Why it counts or does not.
             * @enum {string}
             */
            state: "standing" | "contested" | "negative" | "not-live" | "withdrawn" | "list-off" | "list-expired" | "entry-expired" | "outside-limits" | "quarantined" | "denied" | "suppressed";
            /** @enum {string} */
            trust: "several-analysts" | "one-analyst" | "unreviewed";
        };
        MatchedEntryAnswer: {
            category: string | null;
            /** @description The version that withdrew it; null of an answer. */
            endedVersion: number | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** @description The version that brought it; null of an answer. */
            firstVersion: number | null;
            /** Format: uuid */
            id: string;
            /** @description Whether the list, or the source that was asked, says so no longer. */
            isWithdrawn: boolean;
            /**
             * @description What the list says that the category means.
             * @enum {string|null}
             */
            verdict: "baseline" | "national" | null;
        };
        MatchedListAnswer: {
            /**
             * Format: date-time
             * @description From then on nothing of it matches.
             */
            expiresAt: string | null;
            isEnabled: boolean;
            liveVersion: number;
            /** @description Bits within which a perceptual hash is near. */
            maxDistance: number;
            minQuality: number;
            name: string;
            source: string;
            /** @enum {string} */
            trust: "several-analysts" | "one-analyst" | "unreviewed";
        };
        MatchedVersionAnswer: {
            number: number;
            /** Format: date-time */
            since: string | null;
        };
        MatchExplanationAnswer: {
            /** @enum {string} */
            algorithm: "sha256" | "sha1" | "md5" | "pdq";
            /** @description The digest by which an exact match was made, in hex. */
            digest: string | null;
            /** @description What the entry’s digests say of the media. */
            digests: components["schemas"]["DigestAgreementAnswer"];
            /**
             * @description Under the policy that the list has now.
             * @enum {string}
             */
            effect: "settle" | "suggest" | "flag" | "suppress";
            entry: components["schemas"]["MatchedEntryAnswer"];
            /** @description What was said against the entry. */
            feedback: components["schemas"]["FeedbackAnswer"];
            /** @description Frames of the file. */
            frames: number | null;
            hashes: components["schemas"]["ComparedHashesAnswer"] | null;
            /** Format: uuid */
            id: string;
            isStanding: boolean;
            /** @enum {string} */
            kind: "exact" | "near";
            list: components["schemas"]["MatchedListAnswer"];
            /** Format: date-time */
            matchedAt: string;
            /**
             * @description Why it counts or does not.
             * @enum {string}
             */
            state: "standing" | "contested" | "negative" | "not-live" | "withdrawn" | "list-off" | "list-expired" | "entry-expired" | "outside-limits" | "quarantined" | "denied" | "suppressed";
            /** @description Negative lists that have the very file. */
            suppressedBy: string[];
            /** @description The version that the match was made with; null where the source tells no list: it was asked, and `matchedAt` says when it said so. */
            version: components["schemas"]["MatchedVersionAnswer"] | null;
        };
        Me: {
            displayName: string;
            email: string;
            /** Format: uuid */
            id: string;
            /** @description Whether to show the banner of the demonstration. */
            isDemonstration: boolean;
            locale: string;
            organisation: components["schemas"]["OrganisationOfMe"];
            permissions: ("self.use" | "queue.work" | "queue.pick" | "case.read" | "decision.undo-any" | "media.view" | "report-text.open" | "reporter.write" | "referral.read" | "referral.manage" | "audit.read" | "exposure.read-own" | "alarm.read" | "list.read" | "list.manage" | "account.manage" | "settings.read" | "mandate.manage" | "portal.manage" | "safeguarding.read" | "recipient.manage" | "retention.manage" | "key.manage" | "api-key.manage" | "concern.manage" | "hold.manage")[];
            /** @enum {string} */
            role: "analyst" | "supervisor" | "administrator";
            /** Format: date-time */
            sessionExpiresAt: string;
            /** Format: date-time */
            signedInAt: string;
            /** @description Seconds in which a decision can be taken back. */
            undoSeconds: number;
        };
        MediaAnswer: {
            bytes: number;
            /** @description Of an animation: every view is a contact sheet of some of its frames. Null for a still picture. */
            contactSheet: components["schemas"]["ContactSheetAnswer"] | null;
            /** @description Of a video, in milliseconds. */
            durationMs: number | null;
            /** @description Of a video that was examined up to a place only: why it ended there. */
            endedEarly: string | null;
            format: string | null;
            frames: number | null;
            height: number | null;
            /** Format: uuid */
            id: string;
            /** @description Whether a view needs a reason at every level. */
            isKnown: boolean;
            /** @description Levels of which a derivative is kept. */
            levels: number[];
            md5: string;
            pdq: string | null;
            pdqQuality: number | null;
            sha1: string;
            /** @description Hex. */
            sha256: string;
            unreadableReason: string | null;
            width: number | null;
        };
        MessageAnswer: {
            /** @enum {string} */
            direction: "to-reporter" | "from-reporter";
            /** Format: uuid */
            id: string;
            text?: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            writtenAt: string;
        };
        NamedAnswer: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        NamedRecipientAnswer: {
            name: string;
            way: string;
        };
        NearCopyAnswer: {
            /** @description What a person who looked at that picture has decided; null for one of this case. */
            decision: components["schemas"]["NearDecisionAnswer"] | null;
            /** @description Bits of 256 in which the perceptual hashes differ. */
            distance: number;
            /** @description Whether that is another picture of this case. */
            isInCase: boolean;
            /** @description How it was turned to fit. */
            orientation: string;
            /**
             * Format: uuid
             * @description The media that it looks like, with which it was compared itself.
             */
            representativeId: string;
        };
        NearDecisionAnswer: {
            /** @description Those about the picture; what may be taken over. */
            answers: components["schemas"]["AnswersBody"];
            /** Format: uuid */
            caseId: string;
            caseNumber: string;
            /** Format: date-time */
            madeAt: string;
        };
        NewAccountAnswer: {
            /** Format: uuid */
            id: string;
            /** @description Shown this once. */
            password: string;
            /** @description The same as an address to make a picture of. */
            totpAddress: string;
            /** @description Base32, for an authenticator; shown this once. */
            totpSecret: string;
        };
        NewAccountBody: {
            displayName: string;
            email: string;
            locale?: string;
            /** @enum {string} */
            role: "analyst" | "supervisor" | "administrator";
        };
        NewApiKeyAnswer: {
            /** Format: uuid */
            id: string;
            /** @description Shown once; only its hash is kept. */
            key: string;
        };
        NewApiKeyBody: {
            /** Format: date-time */
            expiresAt: string;
            /** @description With `lists:read`. */
            listIds?: string[];
            /** @description Whose it is and what for. */
            name: string;
            perDay: number;
            perMinute: number;
            /**
             * Format: uuid
             * @description With `reports:write`.
             */
            portalId?: string;
            scopes: ("reports:write" | "lists:read" | "addresses:read")[];
        };
        NewHoldBody: {
            /** @description Number of the case, like IS-2026-000012. */
            caseNumber: string;
            /** Format: date-time */
            expiresAt: string;
            orderedBy: string;
            reason?: string;
        };
        NewPasswordAnswer: {
            /** @description Shown this once. */
            password: string;
        };
        NewPortalBody: {
            /** @description ISO 3166-1; absent: that of the file. */
            country?: string;
            /** @description An exported portal to begin with. */
            file?: {
                [key: string]: unknown;
            };
            /** @description Absent: those of the file. */
            locales?: string[];
            /** @description Its address below the public program’s: `/{slug}`. */
            slug: string;
            /** @description Code of a partner to whom triage is delegated. */
            triagedBy?: string;
        };
        NewPreservationBody: {
            /** @description Number of the case, like IS-2026-000012. */
            caseNumber: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description The order, with its file number. */
            legalInstrument: string;
            orderedBy: string;
        };
        NewRecipientBody: {
            analystName: string;
            /** @description Authority to trust, in PEM. */
            ca?: string;
            /** @description Takes what is hosted there alone; null: wherever it is hosted; absent: as it is. */
            country?: string | null;
            /** @description Host name or address alone. */
            host: string;
            isInternal: boolean;
            name: string;
            /** @description Below the host, like /api; may be empty. */
            path: string;
            port: number;
            /** @enum {string} */
            way: "iccam";
        };
        NewSecondFactorAnswer: {
            /** @description The same as an address to make a picture of. */
            totpAddress: string;
            /** @description Base32, for an authenticator; shown this once. */
            totpSecret: string;
        };
        NewUploadBody: {
            /**
             * Format: int64
             * @description Of the whole file.
             */
            bytes: number;
            columns?: components["schemas"]["ColumnsBody"];
            /** @enum {string} */
            format: "csv" | "vics" | "icse" | "threatexchange" | "ncmec";
            /** @description The list’s name; made if there is none. */
            list: string;
            settings?: components["schemas"]["ListSettingsBody"];
        };
        OpenedViewAnswer: {
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            /** @description Address of the picture; works once, for ten seconds. */
            url: string;
        };
        OpenTextBody: {
            /** @description Kept as a digest in the audit log. */
            reason: string;
        };
        OpenViewBody: {
            lease: components["schemas"]["LeaseBody"];
            /**
             * @description 1: 256 px, grey, strongly blurred; 2: 512 px, grey, blurred; 3: 512 px, grey; 4: 1024 px, colour.
             * @enum {integer}
             */
            level: 1 | 2 | 3 | 4;
            /** @description Needed for sharp views and for what is known already. */
            reason?: string;
        };
        OrganisationKeyAnswer: {
            /** Format: date-time */
            createdAt: string;
            /** @description Of the public half: 16 hexadecimal digits of its SHA-256. */
            fingerprint: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description Since when nothing new is sealed to it; what was sealed before still opens.
             */
            retiredAt: string | null;
            /** @description Reports and messages that only it opens. */
            sealedTexts: number;
        };
        OrganisationOfMe: {
            code: string;
            country: string;
            /** Format: uuid */
            id: string;
            name: string;
            /** @description IANA name; for showing times. */
            timeZone: string;
        };
        OwnListAnswer: {
            /** Format: uuid */
            id: string;
        };
        OwnListBody: {
            /** @description Different analysts who must have seen the same bytes and found them illegal. */
            confirmations: number;
            name: string;
        };
        PolicyChangeAnswer: {
            /** @description The source’s word for a category → what it means to us; null where a person has to say. */
            categoryMapping?: {
                [key: string]: "baseline" | "national" | null;
            };
            /** @enum {string} */
            effect?: "settle" | "suggest" | "flag" | "suppress";
            /**
             * Format: date-time
             * @description From then on nothing of it matches; null for never.
             */
            expiresAt?: string | null;
            legalBasis?: string | null;
            /** @enum {string} */
            licence?: "none" | "partners" | "providers" | "partners-and-providers" | "anyone";
            /** @description Only entries of these categories may be passed on; null for all. */
            licenceCategories?: string[] | null;
            licenceNote?: string | null;
            /** @description Different cases from which on an entry matches too much; null for never. */
            quarantineAfter?: number | null;
            settlesByWeakDigest?: boolean;
            source?: string;
            /** @enum {string} */
            trust?: "several-analysts" | "one-analyst" | "unreviewed";
        };
        PortalAnswer: {
            /** @description ISO 3166-1, two letters. */
            country: string;
            /** @description A host name of its own. */
            host: string | null;
            /** Format: uuid */
            id: string;
            isDemonstration: boolean;
            isLive: boolean;
            /** @description Whether it is one’s own; else one only triages for it. */
            isOwn: boolean;
            /** @description In the order in which they are offered. */
            locales: string[];
            /** @description What it lacks to be live, by field. */
            missing: {
                [key: string]: string;
            };
            /** @description Its name by language. */
            name: {
                [key: string]: string;
            };
            /** @description Code of who owns it. */
            organisation: string;
            organisationName: string;
            /** @description The version that the public sees. */
            publishedVersion: number | null;
            slug: string;
            /** @description Whether whoever triages has agreed to. */
            triageAccepted: boolean;
            /** @description Code of whose analysts read its reports. */
            triagedBy: string;
            triagedByName: string;
            /**
             * Format: date-time
             * @description When whoever triaged took that back; the portal was taken off then.
             */
            triageEndedAt: string | null;
            /** @description The version that was saved last; 0: none. */
            version: number;
            /** Format: date-time */
            withdrawnAt: string | null;
        };
        PortalChoicesAnswer: {
            /**
             * @example [
             *       "children",
             *       "parents",
             *       "adults-harmed",
             *       "own-thoughts",
             *       "anyone"
             *     ]
             */
            audiences: string[];
            /**
             * @example [
             *       "AD",
             *       "AE",
             *       "AF"
             *     ]
             */
            countries: string[];
            /** @description Languages whose texts are built into the public program. */
            locales: string[];
            /**
             * @example [
             *       "ministry",
             *       "police",
             *       "regulator",
             *       "public-body",
             *       "non-governmental",
             *       "industry",
             *       "international"
             *     ]
             */
            operatorKinds: string[];
            /**
             * @example [
             *       "kind",
             *       "stillThere",
             *       "seenAt",
             *       "access",
             *       "reportedTo",
             *       "contact"
             *     ]
             */
            questions: string[];
            /**
             * @example [
             *       "terrorism",
             *       "fraud",
             *       "adult-material",
             *       "hate",
             *       "self-harm",
             *       "drugs",
             *       "missing-child",
             *       "other-crime",
             *       "other"
             *     ]
             */
            topics: string[];
        };
        PortalContentAnswer: {
            country: string;
            host: string | null;
            locales: string[];
            /** @description Ids of the recipients that its cases go to where they fit; none: those of whoever triages. */
            recipients: string[];
            /** @description Who reviewed the texts of a language: a person or a role. */
            reviewers: {
                [key: string]: string;
            };
            /** @description What the portal shows, as the operator’s guide describes it. */
            settings: {
                [key: string]: unknown;
            };
            /**
             * @description What was written for another country and nobody has set or confirmed for this one.
             * @example [
             *       "texts.legal.en",
             *       "emergency"
             *     ]
             */
            unconfirmed: string[];
        };
        PortalDetailAnswer: {
            /** @description As it was saved last. */
            content: components["schemas"]["PortalContentAnswer"];
            /** @description ISO 3166-1, two letters. */
            country: string;
            /** @description A host name of its own. */
            host: string | null;
            /** Format: uuid */
            id: string;
            isDemonstration: boolean;
            isLive: boolean;
            /** @description Whether it is one’s own; else one only triages for it. */
            isOwn: boolean;
            /** @description In the order in which they are offered. */
            locales: string[];
            /** @description What it lacks to be live, by field. */
            missing: {
                [key: string]: string;
            };
            /** @description Its name by language. */
            name: {
                [key: string]: string;
            };
            /** @description Code of who owns it. */
            organisation: string;
            organisationName: string;
            /** @description The version that the public sees. */
            publishedVersion: number | null;
            slug: string;
            /** @description Whether whoever triages has agreed to. */
            triageAccepted: boolean;
            /** @description Code of whose analysts read its reports. */
            triagedBy: string;
            triagedByName: string;
            /**
             * Format: date-time
             * @description When whoever triaged took that back; the portal was taken off then.
             */
            triageEndedAt: string | null;
            /** @description The version that was saved last; 0: none. */
            version: number;
            /** Format: date-time */
            withdrawnAt: string | null;
        };
        PortalFileAnswer: {
            country: string;
            /** @enum {string} */
            kind: "manara-portal";
            locales: string[];
            /** @description By name; absent: none of its own. */
            recipients?: components["schemas"]["NamedRecipientAnswer"][];
            /** @description What the portal shows, as the operator’s guide describes it. */
            settings: {
                [key: string]: unknown;
            };
            /** @description What nobody had confirmed for the country. */
            unconfirmed?: string[];
            version: number;
        };
        PortalMandateAnswer: {
            /** @description ISO 3166-1, two letters. */
            country: string;
            /** @description Recorded for this portal, not for all. */
            isParticular: boolean;
            /** @description Another organisation owns or triages it; the stricter of its mandate and this one holds. */
            isShared: boolean;
            /** @description Under `view`: hours after which a copy goes. */
            keepHours: number | null;
            /** @enum {string} */
            level: "none" | "hash" | "view" | "retain";
            /**
             * Format: uuid
             * @description The mandate that sets the level.
             */
            mandateId: string | null;
            /** Format: uuid */
            portalId: string;
            slug: string;
        };
        PortalOutcomeAnswer: {
            /** @description Null: one to four. */
            cases: number | null;
            /**
             * Format: date
             * @description First day of the month.
             */
            month: string;
            /** @enum {string} */
            outcome: "forwarded" | "not-illegal" | "not-reachable";
        };
        PortalRecipientAnswer: {
            /** @description Takes what is hosted there alone. */
            country: string | null;
            /** Format: uuid */
            id: string;
            /** @description The public version of the portal names it. */
            isNamed: boolean;
            /** @description Of the portal’s owner; else of the partner who triages. */
            isOfOwner: boolean;
            /** @description It would get a referral of this portal now. */
            isReady: boolean;
            name: string;
            /** @enum {string} */
            way: "iccam" | "partner" | "cybertipline" | "notice" | "police";
        };
        PortalVersionAnswer: {
            /** @description What differs from the version before, by field. */
            changed: string[];
            number: number;
            /** Format: date-time */
            savedAt: string;
            /** @description Null: the operator, at the command line. */
            savedBy: string | null;
        };
        PreservationAnswer: {
            /** @description Of a case. */
            caseNumber: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            legalInstrument: string;
            orderedBy: string;
            /** @enum {string} */
            state: "in-force" | "expired" | "released";
            /** Format: uuid */
            subjectId: string;
            /** @enum {string} */
            subjectKind: "report" | "case";
        };
        PriorityFactorAnswer: {
            factor: string;
            points: number;
        };
        Problem: {
            /** @description A code that stays the same, like `lease-lost`. */
            error: string;
            /** @description What is wrong, by field. */
            fields?: {
                [key: string]: string;
            };
            /** @description For people. */
            message: string;
            statusCode: number;
        };
        PublishPortalBody: {
            /** @description The version that was looked at. */
            version: number;
        };
        QuarantineCountAnswer: {
            /** @description Entries that a person keeps out. */
            kept: number;
            /** @description Entries that fit too much and wait for a person. */
            waiting: number;
        };
        QuarantineDecisionBody: {
            /** @enum {string} */
            decision: "release" | "keep";
            reason: string;
        };
        QuarantinedEntryAnswer: {
            /** @description Different cases that it fitted when it was found. */
            cases: number;
            category: string | null;
            /** Format: date-time */
            decidedAt: string | null;
            /** @description By name; null where the operator did. */
            decidedBy: string | null;
            /** Format: date-time */
            foundAt: string;
            /** Format: uuid */
            hashEntryId: string;
            /** Format: uuid */
            hashListId: string;
            /** @description Different hosts. */
            hosts: number;
            /** Format: uuid */
            id: string;
            list: string;
            reason: string | null;
            /** @enum {string} */
            state: "waiting" | "kept" | "released";
        };
        QueueCounts: {
            /** @description Decided, not yet sent. */
            decided: number;
            inAssessment: number;
            /** @description Cases that the asker holds. */
            mine: components["schemas"]["HeldCaseAnswer"][];
            /** Format: date-time */
            oldestReadyAt: string | null;
            /** @description Cases that wait for a person. */
            ready: number;
            /** @description Referrals that a person has to look at. */
            referralsStopped: number;
            /** @description Referrals without a way onward. */
            referralsWaiting: number;
            referred: number;
            /** @description Cases that the machine still works on. */
            triage: number;
        };
        RecipientAnswer: {
            /** @description The account as the recipient names it. */
            analystName: string;
            /**
             * Format: date-time
             * @description End of the client certificate.
             */
            certificateExpiresAt: string | null;
            /** @description Takes what is hosted there alone, ISO 3166-1; null: wherever it is hosted. */
            country: string | null;
            /** @description Trusts a certificate authority of its own, not the public ones. */
            hasOwnAuthority: boolean;
            host: string;
            /** Format: uuid */
            id: string;
            /** @description Referrals may go to it. */
            isActive: boolean;
            /** @description The host is inside the own network, and a person approved of that. */
            isInternal: boolean;
            isSandbox: boolean;
            name: string;
            /** @description Of the interface, below the host. */
            path: string;
            port: number;
            /**
             * Format: date-time
             * @description When the secret for its present address was entered; the secret itself is never shown.
             */
            secretSetAt: string | null;
            /** @enum {string} */
            way: "iccam" | "partner" | "cybertipline" | "notice" | "police";
        };
        RecipientSecretBody: {
            /** @description PEM. */
            clientCertificate: string;
            /** @description Its private key, PEM, without a passphrase. */
            clientKey: string;
            password: string;
            username: string;
        };
        RecordMandateBody: {
            approvedBy: string;
            /** Format: date-time */
            expiresAt: string;
            keepHours?: number;
            /** @description The law, order or agreement. */
            legalInstrument: string;
            /** @enum {string} */
            level: "hash" | "view" | "retain";
            /**
             * Format: uuid
             * @description For one portal; absent: for all.
             */
            portalId?: string;
        };
        ReferralAnswer: {
            /** Format: date-time */
            acknowledgedAt: string | null;
            acknowledgements: components["schemas"]["AcknowledgementAnswer"][];
            attempts: number;
            /**
             * @description Why it goes to this recipient, or why to none. Null: before this was kept.
             * @enum {string|null}
             */
            because: "portal" | "portal-none-fits" | "organisation" | "no-recipient" | "tip" | "hosting-unknown" | "other-country" | null;
            /** Format: uuid */
            caseId: string;
            caseNumber: string;
            /** Format: date-time */
            createdAt: string;
            /** @description The round of the case whose decision it carries. */
            decision: number;
            /** Format: date-time */
            deliveredAt: string | null;
            /** Format: date-time */
            dueAt: string;
            /** Format: uuid */
            id: string;
            isSandbox: boolean;
            /** @description Content items in it. */
            items: number;
            /** @description Whether a person looked at the material. */
            looked: boolean;
            /** @description Absent: no way onward is known yet. */
            recipient: string | null;
            /** @description Whose recipient it is, where it is of the owner of the portal and not of one’s own organisation. */
            recipientOf: string | null;
            reference: string;
            /** @description The recipient’s own number. */
            remoteNumber: string | null;
            /** @enum {string} */
            state: "waiting" | "queued" | "delivered" | "acknowledged" | "stopped" | "cancelled";
            stoppedCode: string | null;
            stoppedReason: string | null;
            /** @enum {string|null} */
            way: "iccam" | "partner" | "cybertipline" | "notice" | "police" | null;
        };
        RefetchAnswer: {
            /** @description Whether the asker, who holds the case, may have its destroyed copies fetched again. */
            canRefetch: boolean;
            /**
             * @description Why nothing was fetched when somebody asked last: the mandate of that day did not allow it.
             * @enum {string|null}
             */
            lastRefused: "mandate" | null;
            /** @enum {string|null} */
            obstacle: "mandate" | "nothing-gone" | "running" | "not-held" | null;
        };
        RefetchBody: {
            lease: components["schemas"]["LeaseBody"];
            /**
             * @description Stands in the audit log.
             * @enum {string}
             */
            reason: "not-decided-in-time" | "decided-anew" | "second-opinion";
        };
        ReopenBody: {
            /**
             * @description Stands in the audit log.
             * @enum {string}
             */
            reason: "wrong-answer" | "missing-answer" | "new-knowledge" | "other";
        };
        ReportAddressAnswer: {
            asTyped: string;
            normalised: string | null;
        };
        ReportAnswer: {
            addresses: components["schemas"]["ReportAddressAnswer"][];
            /** @description All that is kept of a flood; it is ranked behind. */
            arrivedInFlood: boolean;
            childInDanger: boolean;
            /** @description Fingerprints from the reporter’s device, which a person hands to whom the portal named. */
            handover: components["schemas"]["HandoverAnswer"] | null;
            hasContact: boolean;
            /** @description Whether there is text to open. */
            hasText: boolean;
            /** Format: uuid */
            id: string;
            isSelfReport: boolean;
            kind: string;
            /** @description E-mails that say so, the oldest first; no address. */
            letters: components["schemas"]["LetterAnswer"][];
            locale: string;
            /** @description Messages from the reporter. */
            messagesFromReporter: number;
            messagesToReporter: number;
            /**
             * Format: date-time
             * @description To the minute.
             */
            receivedAt: string;
            /** Format: date */
            seenAt: string | null;
            /** @description The name of the key that sent it; empty when the key is of another organisation. */
            trustedReporter: string | null;
            /** @description Whether the reporter asked for an e-mail when there is something new. */
            wantsLetters: boolean;
        };
        ReporterTextAnswer: {
            /** @description The lines in which addresses were typed. */
            addressText?: string[];
            comment?: string;
            contactEmail?: string;
            /** @description Made on the reporter’s device of a picture that was not sent; in no list. */
            deviceHashes?: components["schemas"]["DeviceHashAnswer"][];
            kindAsGiven?: string;
            messages: components["schemas"]["MessageAnswer"][];
            place?: string;
        };
        RetentionAnswer: {
            classes: components["schemas"]["RetentionRuleAnswer"][];
            /** @description Cases that an order of preservation stands on. */
            preservedCases: number;
            /** @description Single reports that an order of preservation stands on. */
            preservedReports: number;
        };
        RetentionRuleAnswer: {
            /** @enum {string} */
            dataClass: "reporter-contact" | "reporter-text" | "report-address" | "evidence-spool" | "evidence-view" | "evidence-retain" | "session" | "sign-in-attempt" | "submission-mark" | "exposure" | "online-check";
            defaultHours: number;
            /** @description What holds, in hours. */
            hours: number;
            /** @description Belongs to no organisation: the default holds for all. */
            isCommon: boolean;
            /** @description The organisation’s own rule, not the default. */
            isOwn: boolean;
            /** @description Least that an own rule may say. */
            least: number;
            most: number;
        };
        SafeguardingAnswer: {
            /** @description As reported; to be shown as text, never opened. */
            addresses: string[];
            caseNumber: string;
            /** Format: date-time */
            copiedAt: string;
            /** Format: uuid */
            id: string;
            portal: string;
            /** @enum {string} */
            reason: "danger" | "self-report" | "threatened" | "child-concern";
            /** Format: date-time */
            seenAt: string | null;
            seenBy: string | null;
            /** @description Who triages the case and can be asked about it. */
            triagedBy: string;
        };
        SavedPortalAnswer: {
            /** @description What it lacks to be live, by field. */
            missing: {
                [key: string]: string;
            };
            version: number;
        };
        SchemeAnswer: {
            ageBands: components["schemas"]["SchemeValueAnswer"][];
            commercialities: components["schemas"]["SchemeValueAnswer"][];
            /** @description Questions for yes or no. */
            flags: components["schemas"]["SchemeValueAnswer"][];
            id: string;
            notIllegalReasons: components["schemas"]["SchemeValueAnswer"][];
            notReachableReasons: components["schemas"]["SchemeValueAnswer"][];
            paymentMethods: components["schemas"]["SchemeValueAnswer"][];
            /** @description Worst first. */
            severities: components["schemas"]["SchemeValueAnswer"][];
            sexes: components["schemas"]["SchemeValueAnswer"][];
            siteTypes: components["schemas"]["SchemeValueAnswer"][];
            verdicts: components["schemas"]["SchemeValueAnswer"][];
        };
        SchemeValueAnswer: {
            code: string;
        };
        SetConcernQueueBody: {
            /**
             * Format: uuid
             * @description null: nobody is named.
             */
            ownerId: string | null;
            targetMinutes: number;
        };
        SetRetentionBody: {
            /** @description Hours; null: the default holds again. */
            hours: number | null;
        };
        SignInBody: {
            /** @description Six digits of the authenticator. */
            code?: string;
            email: string;
            password: string;
        };
        SourceAnswersBody: {
            /** @enum {string} */
            commerciality?: "not-determined" | "commercial" | "non-commercial";
            paymentMethods?: ("not-determined" | "amex" | "diners" | "mastercard" | "paypal" | "visa" | "western-union" | "other" | "none" | "sms" | "email" | "liberty-reserve" | "bitcoin")[];
            /** @enum {string} */
            siteType?: "website" | "file-host" | "image-store" | "image-board" | "forum" | "banner-site" | "link-site" | "social-networking" | "redirector" | "web-archive" | "search-provider" | "image-host" | "blog" | "not-applicable";
        };
        SourceAssessmentAnswer: {
            answers: components["schemas"]["SourceAnswersBody"];
            /** @description Whether the decision that it was part of was taken back. */
            isWithdrawn: boolean;
            /** Format: date-time */
            madeAt: string;
            person: string | null;
            scheme: string;
            version: number;
        };
        SourceProgressAnswer: {
            pages: number;
            /** @description Entries. */
            received: number;
        };
        StopsAnswer: {
            /** @description The latest first. */
            holds: components["schemas"]["HoldAnswer"][];
            /** @description The latest first. */
            preservations: components["schemas"]["PreservationAnswer"][];
        };
        SwitchRecipientBody: {
            isActive: boolean;
        };
        TakenFromAnswer: {
            /** Format: uuid */
            caseId: string;
            caseNumber: string;
            /** @description Whether that picture is of this case. */
            isInCase: boolean;
            /** @description Whether a person looked at that picture. */
            looked: boolean;
            /**
             * Format: uuid
             * @description The picture that this one looks like.
             */
            mediaId: string | null;
        };
        TriedMatchAnswer: {
            /** @enum {string} */
            algorithm: "sha256" | "sha1" | "md5" | "pdq";
            category: string | null;
            /** @description Bits of 256; 0 for exact ones. */
            distance: number;
            /**
             * @description What it would do if it stands.
             * @enum {string}
             */
            effect: "settle" | "suggest" | "flag" | "suppress";
            /** Format: uuid */
            entryId: string;
            /** @enum {string} */
            kind: "exact" | "near";
            list: string;
            /** @description The version in which the entry is found; null where a source said so when it was asked. */
            listVersion: number | null;
            source: string;
            /**
             * @description Only what stands counts.
             * @enum {string}
             */
            state: "standing" | "withdrawn" | "not-live" | "list-off" | "list-expired" | "entry-expired" | "quarantined";
            /** @enum {string} */
            trust: "several-analysts" | "one-analyst" | "unreviewed";
            /**
             * Format: date-time
             * @description Since when it is in use.
             */
            versionSince: string | null;
        };
        TryHashBody: {
            /** @description MD5, SHA-1, SHA-256 or PDQ in hex. No file: a file is tried on the command line. */
            hash: string;
        };
        UnlinkBody: {
            lease: components["schemas"]["LeaseBody"];
            reason: string;
        };
        UploadAnswer: {
            /** Format: uuid */
            id: string;
            /** @description Of every part but the last. */
            partBytes: number;
        };
        UrgencyBody: {
            /** @description A decision on an urgent case does not wait before it is sent. */
            isUrgent: boolean;
        };
        WaitingHandoverAnswer: {
            /**
             * Format: date-time
             * @description To the minute.
             */
            arrivedAt: string;
            /** Format: uuid */
            caseId: string;
            caseNumber: string;
            hashes: number;
            /** @description Whom the portal named to the reporter, by language. */
            recipient: {
                [key: string]: string;
            };
            /** Format: uuid */
            reportId: string;
        };
        WaitingVersionAnswer: {
            entries: number;
            impact: components["schemas"]["ImportImpactAnswer"];
            /** @description What changes in the policy with it; null where nothing does. */
            policy: components["schemas"]["PolicyChangeAnswer"] | null;
            /** @enum {string} */
            reason: "share-too-large" | "entry-fits-too-many" | "withdraws-too-much";
            /** Format: date-time */
            startedAt: string;
            version: number;
        };
        WeekOfMatchesAnswer: {
            /** @description Different media that were examined for the first time. */
            examined: number;
            /** @description Of these, how many the list has matched. */
            matched: number;
            /** @description Of these, how many were settled by it. */
            settled: number;
            /**
             * Format: date
             * @description The Monday it begins with.
             */
            week: string;
        };
        WriteMessageBody: {
            text: string;
        };
        WrittenMessage: {
            /** Format: uuid */
            id: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    Accounts_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Accounts_create: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAccountAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The e-mail has an account. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Accounts_change: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccountBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such account in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It is one’s own. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Accounts_password: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPasswordAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such account in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It is one’s own. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Accounts_secondFactor: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSecondFactorAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such account in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It is one’s own. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Alarms_alarms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiKeys_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeysAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiKeys_create: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKeyBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKeyAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiKeys_revoke: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such key in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Oversight_audit: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_assess: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssessBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The lease is not held any more. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Something is not answered, or contradicts itself. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_claim: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaseAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody holds it, or the exposure limits say no. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_heartbeat: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaseAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The lease is not held any more. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Links_unlink: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
                itemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnlinkBody"];
            };
        };
        responses: {
            /** @description Undone; the item waits for a person. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The lease is not held any more, or the item follows no decision. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_match: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                matchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchExplanationAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such match in this case of the organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_deny: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
                matchId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DenyMatchBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such match in this case of the organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody has said so already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_takeDenialBack: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
                matchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such match, or nothing was said against it. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_referrals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_refetch: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefetchBody"];
            };
        };
        responses: {
            /** @description Asked; the case comes back into the queue by itself. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The lease is not held any more, nothing is gone, or the mandate keeps nothing to look at. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_reopen: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReopenBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Something was sent or is on its way, or it is somebody else’s. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_giveBack: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The lease is not held any more. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Stops_ofCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopsAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_undo: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It has gone out, or is somebody else’s. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_setUrgency: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UrgencyBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such case in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Cases_search: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseSearchBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseSearchAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Concerned_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernQueueAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Concerned_set: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetConcernQueueBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Concerned_claim: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimAnswer"];
                };
            };
            /** @description No such case waits. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The exposure limits say no. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimRefusal"];
                };
            };
        };
    };
    Self_exposure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExposureAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Handover_waiting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingHandoverAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Stops_hold: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewHoldBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Stops_endHold: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description None that stands in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListImports_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImportAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListImports_open: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUploadBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The list is being imported, or too many are. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The file is larger than this installation takes here. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListImports_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImportAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such import in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListImports_cancel: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such import in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListImports_part: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
                /** @description From 0. */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such import in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not this part’s turn, or the import has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListImports_refused: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["Problem"];
                };
            };
            /** @description No such import in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListImports_head: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListHeadAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListOversight_quarantines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedEntryAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListOversight_decide: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuarantineDecisionBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such entry in quarantine in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListOversight_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListSourceAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListOversight_refused: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["Problem"];
                };
            };
            /** @description No such source in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["Problem"];
                };
            };
        };
    };
    Lists_lists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListVersions_categories: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryCountAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListVersions_changes: {
        parameters: {
            query: {
                after?: string;
                /** @description 0 for nothing. */
                from: number;
                to: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListChangesAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description One of them was never live and does not wait. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Lists_disable: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListSwitchBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Lists_enable: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListSwitchBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListVersions_matchRate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeekOfMatchesAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Lists_setPolicy: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListSettingsBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Limits are to be wider while the list is being imported, or a version of it waits. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListVersions_versions: {
        parameters: {
            query?: {
                /** @description Only those with a lower number. */
                before?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListVersionAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Lists_decide: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListDecisionBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such version in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not wait (any more). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ListVersions_takeBack: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AskedImportAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such version in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It was never replaced, or the list is being imported. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Lists_keepOwn: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnListBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnListAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another list has that name. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Lists_tryHash: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryHashBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriedMatchAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description So much fits that it says nothing. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The lists are too large to be looked through here. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Mandates_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandatesAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Mandates_record: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordMandateBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The portal is neither owned nor triaged by one. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Mandates_lower: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LowerMandateBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The portal is neither owned nor triaged by one. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It would not be lower. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Session_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Session_changePassword: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Views_open: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenViewBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedViewAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such media, or no derivative of that level. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The lease is not held any more. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrganisationKeys_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationKeyAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrganisationKeys_renew: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_add: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPortalBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadePortalAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is one of that name. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalDetailAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_save: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePortalBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedPortalAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has saved it since. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_accept: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_endTriage: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalFileAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_outcomes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalOutcomeAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_publish: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishPortalBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description Something essential is missing.
             *
             *     The request is malformed.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has saved it since. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_recipients: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalRecipientAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalVersionAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalContentAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_withdraw: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such portal of this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Portals_choices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalChoicesAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Stops_preserve: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPreservationBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Stops_endPreservation: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description None that stands in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Queue_counts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueCounts"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Queue_claim: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimAnswer"];
                };
            };
            /** @description No case waits. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The exposure limits say no. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimRefusal"];
                };
            };
        };
    };
    Recipients_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipientAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Recipients_add: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecipientBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is one of that name. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Recipients_change: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeRecipientBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedRecipientAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such recipient in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is one of that name. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Recipients_secret: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecipientSecretBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such recipient in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Recipients_switch: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchRecipientBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such recipient in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Referrals_list: {
        parameters: {
            query?: {
                state?: "waiting" | "queued" | "delivered" | "acknowledged" | "stopped" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Referrals_cancel: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelReferralBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It has been delivered or cancelled already, or is being delivered. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Referrals_confirm: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmReferralBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not stopped, its recipient gives no numbers, or another referral has that one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Referrals_retry: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It neither waits nor is stopped, or there is still no way for it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The recipient needs answers that are missing. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Handover_settle: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoverBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such report here, or it has no fingerprints. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description They were handed over already, or are erased. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Reports_write: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteMessageBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenMessage"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such report in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Reports_openText: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenTextBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReporterTextAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such report in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Retention_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Retention_set: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                dataClass: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRetentionBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such class. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Safeguarding_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SafeguardingAnswer"][];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Safeguarding_take: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such copy in this organisation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Self_scheme: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchemeAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Session_signIn: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description E-mail, password or code is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many tries; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Session_signOut: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Stops_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopsAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Views_end: {
        parameters: {
            query?: never;
            header: {
                /** @description Always 1: a page of another site cannot send it. */
                "X-Manara": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedViewAnswer"];
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such view of one’s own. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    Views_serve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                };
            };
            /** @description The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": components["schemas"]["Problem"];
                };
            };
            /** @description There is no session. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": components["schemas"]["Problem"];
                };
            };
            /** @description The role, or where the request comes from, forbids it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": components["schemas"]["Problem"];
                };
            };
            /** @description The address was used or is too old. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": components["schemas"]["Problem"];
                };
            };
        };
    };
}
