using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Data.Partners;

/// <summary>The result of adding or changing a partner.</summary>
public abstract record PartnerOutcome
{
    private PartnerOutcome() { }

    public sealed record Done(Partner Partner) : PartnerOutcome;

    public sealed record CodeTaken : PartnerOutcome;

    /// <summary>
    /// A name or an identifier already belongs to another partner. Records that use it would be ambiguous.
    /// </summary>
    public sealed record NameTaken(string Name, string By) : PartnerOutcome;

    public sealed record NotFound : PartnerOutcome;

    /// <summary>The partner was changed after the client had read it.</summary>
    public sealed record Stale(Partner Current) : PartnerOutcome;
}

/// <summary>Stores partners. There are about one hundred, so lists are read whole.</summary>
public sealed class PartnerStore(Database database, TimeProvider? time = null)
{
    private static readonly Actor Command = "partners";

    private volatile Cached? _cached;

    /// <summary>
    /// Returns the current directory. It is cached, and read again only if a partner has changed on any server.
    /// </summary>
    public Task<PartnerDirectory> DirectoryAsync(CancellationToken ct) =>
        database.QueryOnceAsync(async session => (await CurrentAsync(session, ct)).Directory, ct);

    /// <summary>Returns all partners, in the order in which they were added.</summary>
    public Task<IReadOnlyList<Partner>> ListAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(async session => (await CurrentAsync(session, ct)).Partners, ct);

    /// <summary>Returns the codes of the partners with any part in a project that the reader sees.</summary>
    public Task<IReadOnlySet<string>> WithProjectsAsync(CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlySet<string>>(
            async session => (await session.QueryAsync(PartnerSql.WithProjects, ct)).ToHashSet(StringComparer.Ordinal),
            ct
        );

    /// <summary>Returns the partner with a code in canonical case; null if there is none.</summary>
    public Task<Partner?> FindAsync(string code, CancellationToken ct) =>
        database.InReadTransactionAsync(session => FindAsync(session, code, ct), ct);

    /// <summary>Returns true if a project names an organisation outside the partnership with this key.</summary>
    public Task<bool> KnowsOrganisationAsync(string key, CancellationToken ct) =>
        database.QueryOnceAsync(
            async session =>
                (await session.QueryAsync(PartnerSql.OrganisationName, new(key), ct)).Count > 0
                || (await session.QueryAsync(PartnerSql.RestrictedProjectsNaming, new([key]), ct)).Count > 0,
            ct
        );

    /// <summary>Stores a new partner.</summary>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    /// <param name="by">The key that writes; null for a command of the program.</param>
    public Task<PartnerOutcome> AddAsync(
        Partner partner,
        CancellationToken ct,
        Func<Partner, KeptResponse>? respond = null,
        Actor? by = null
    ) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                if (await session.FirstAsync(PartnerSql.ByCode, new(partner.Code), ct) is not null)
                    return new PartnerOutcome.CodeTaken();
                if (await TakenAsync(session, partner, current: null, ct) is { } taken)
                    return taken;

                await InsertAsync(session, partner, ct);
                var added = await FindAsync(session, partner.Code, ct);
                await LogAsync(session, AuditAction.Created, added!, by ?? Command, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(added!), ct);
                return new PartnerOutcome.Done(added!);
            },
            ct
        );

    /// <summary>
    /// Replaces the members that an admin may change: name, memberships, other names, identifiers, contact. Code and
    /// kind are kept.
    /// </summary>
    /// <param name="by">The key that writes; null for a command of the program.</param>
    public Task<PartnerOutcome> ChangeAsync(
        Partner partner,
        int expectedVersion,
        CancellationToken ct,
        Actor? by = null
    ) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                var row = await session.FirstAsync(PartnerSql.ByCode, new(partner.Code), ct);
                if (row is null)
                    return new PartnerOutcome.NotFound();
                var current = (await ReadAsync(session, [row], ct))[0];
                if (row.Version != expectedVersion)
                    return new PartnerOutcome.Stale(current);
                if (await TakenAsync(session, partner, current, ct) is { } taken)
                    return taken;

                // A founding partner has no entry until its first change.
                if (!await AuditRecorder.HasAsync(session, AuditSubject.Partner, partner.Code, ct))
                    await LogAsync(session, AuditAction.FirstKept, current, Command, ct);

                await session.ExecuteAsync(PartnerSql.Change, new(row.PartnerId, partner.Name, partner.Contact), ct);
                await session.ExecuteAsync(PartnerSql.RemoveNames, new(row.PartnerId), ct);
                await session.ExecuteAsync(PartnerSql.RemoveIdentifiers, new(row.PartnerId), ct);
                await session.ExecuteAsync(PartnerSql.RemoveMemberships, new(row.PartnerId), ct);
                await AddListsAsync(session, row.PartnerId, partner, ct);
                var changed = await FindAsync(session, partner.Code, ct);
                await LogAsync(session, AuditAction.Changed, changed!, by ?? Command, ct);
                return new PartnerOutcome.Done(changed!);
            },
            ct
        );

    /// <summary>Adds missing founding partners. Existing partners keep the changes that an admin has made.</summary>
    public Task AddFoundingAsync(IReadOnlyList<Partner> partners, CancellationToken ct) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                var known = (await session.QueryAsync(PartnerSql.All, ct))
                    .Select(row => row.Code)
                    .ToHashSet(StringComparer.Ordinal);
                foreach (var partner in partners.Where(partner => !known.Contains(partner.Code)))
                    await InsertAsync(session, partner, ct);
            },
            ct
        );

    private Task LogAsync(Session session, AuditAction action, Partner partner, Actor by, CancellationToken ct) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Partner,
            action,
            partner.Code,
            partner.Version,
            partner,
            by,
            (time ?? TimeProvider.System).Instant(),
            ct
        );

    private async Task<Cached> CurrentAsync(Session session, CancellationToken ct)
    {
        var revision = await session.FirstAsync(PartnerSql.Revision, ct);
        if (_cached is { } cached && cached.Revision == revision)
            return cached;

        var partners = await ReadAsync(session, await session.QueryAsync(PartnerSql.All, ct), ct);
        return _cached = new(revision, partners, new(partners));
    }

    /// <summary>Returns all partners as a session that only reads sees them; cached as the directory is.</summary>
    internal async Task<IReadOnlyList<Partner>> ReadAsync(Session session, CancellationToken ct) =>
        (await CurrentAsync(session, ct)).Partners;

    /// <summary>Returns all partners, in the order in which they were added.</summary>
    internal static async Task<IReadOnlyList<Partner>> AllAsync(Session session, CancellationToken ct) =>
        await ReadAsync(session, await session.QueryAsync(PartnerSql.All, ct), ct);

    private static async Task<Partner?> FindAsync(Session session, string code, CancellationToken ct) =>
        await session.FirstAsync(PartnerSql.ByCode, new(code), ct) is { } row
            ? (await ReadAsync(session, [row], ct))[0]
            : null;

    private static async Task<IReadOnlyList<Partner>> ReadAsync(
        Session session,
        IReadOnlyList<PartnerRow> rows,
        CancellationToken ct
    )
    {
        var ids = new PartnerIds([.. rows.Select(row => row.PartnerId)]);
        var names = (await session.QueryAsync(PartnerSql.Names, ids, ct)).ToLookup(
            name => name.PartnerId,
            name => name.Name
        );
        var identifiers = (await session.QueryAsync(PartnerSql.Identifiers, ids, ct)).ToLookup(
            name => name.PartnerId,
            name => name.Name
        );
        var memberships = (await session.QueryAsync(PartnerSql.Memberships, ids, ct)).ToLookup(
            membership => membership.PartnerId,
            membership => membership.ToMembership()
        );
        return
        [
            .. rows.Select(row => new Partner(
                row.Code,
                (PartnerKind)row.Kind,
                row.Name,
                [.. memberships[row.PartnerId]],
                [.. names[row.PartnerId]],
                [.. identifiers[row.PartnerId]],
                row.Contact,
                row.Version
            )),
        ];
    }

    private static async Task InsertAsync(Session session, Partner partner, CancellationToken ct)
    {
        var id = await session.FirstAsync(
            PartnerSql.Add,
            new(partner.Code, (byte)partner.Kind, partner.Name, partner.Contact),
            ct
        );
        await AddListsAsync(session, id, partner, ct);
    }

    /// <summary>Returns every spelling that means a partner, each key once.</summary>
    internal static IEnumerable<PartnerSpelling> SpellingsOf(Partner partner) =>
        // Ordinal 0 marks code and name, which are not returned among the other names.
        new[] { partner.Code, partner.Name }
            .Select(name => (Name: name, Ordinal: 0))
            .Concat(partner.OtherNames.Select((name, index) => (Name: name, Ordinal: index + 1)))
            .Select(name => new PartnerSpelling(Folding.Key(name.Name), name.Ordinal, name.Name))
            .DistinctBy(one => one.NameKey);

    private static async Task AddListsAsync(Session session, int partnerId, Partner partner, CancellationToken ct)
    {
        var names = SpellingsOf(partner).Select(one => new object[] { one.NameKey, one.Ordinal, one.Name });
        await session.ExecuteAsync(PartnerSql.AddNames, new(partnerId, JsonRowSet.Serialize(names)), ct);

        var identifiers = partner
            .Identifiers.Select(identifier => identifier.ToUpperInvariant())
            .Distinct(StringComparer.Ordinal)
            .Select((identifier, index) => new object[] { identifier, index });
        await session.ExecuteAsync(PartnerSql.AddIdentifiers, new(partnerId, JsonRowSet.Serialize(identifiers)), ct);

        var memberships = partner.Memberships.Select(
            (membership, index) =>
                new object?[] { index, membership.From?.DayNumber, membership.Until?.DayNumber, membership.EndorsedAt }
        );
        await session.ExecuteAsync(PartnerSql.AddMemberships, new(partnerId, JsonRowSet.Serialize(memberships)), ct);
    }

    /// <summary>Returns the first name or identifier that means another partner; null if there is none.</summary>
    /// <param name="current">The partner as it stands; null for a new one.</param>
    private static async Task<PartnerOutcome?> TakenAsync(
        Session session,
        Partner partner,
        Partner? current,
        CancellationToken ct
    )
    {
        // The list of agencies changes with a release. A partner keeps a name that it had before an agency has it.
        var kept = current is null ? [] : SpellingsOf(current).Select(one => one.NameKey).ToHashSet();
        foreach (var name in partner.OtherNames.Prepend(partner.Name).Prepend(partner.Code))
        {
            var key = Folding.Key(name);
            if (await session.FirstAsync(PartnerSql.WhoHasName, new(key, partner.Code), ct) is { } by)
                return new PartnerOutcome.NameTaken(name, by);
            if (
                Agency.PartnerOf(name) is { } owner
                && owner != partner.Code
                && !kept.Contains(key)
                && await session.FirstAsync(PartnerSql.ByCode, new(owner), ct) is not null
            )
                return new PartnerOutcome.NameTaken(name, owner);
        }

        foreach (var identifier in partner.Identifiers)
        {
            if (
                await session.FirstAsync(
                    PartnerSql.WhoHasIdentifier,
                    new(identifier.ToUpperInvariant(), partner.Code),
                    ct
                ) is
                { } by
            )
                return new PartnerOutcome.NameTaken(identifier, by);
        }

        return null;
    }

    private sealed record Cached(long Revision, IReadOnlyList<Partner> Partners, PartnerDirectory Directory);
}
