using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Data.Recommendations;
using Adam.Domain.CodeLists;
using Adam.Domain.Meetings;
using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Api.Meetings;

/// <summary>Reads and validates meetings from request bodies, and collects all errors.</summary>
internal static class MeetingReader
{
    private const int LongestOutcome = 500;

    /// <summary>A name of a country is longer than its codes, which could also be acronyms of organisations.</summary>
    private const int ShortestCountryName = 4;

    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <param name="current">The meeting to change; null for a new one.</param>
    /// <returns>The draft. Members with errors have undefined values.</returns>
    public static MeetingDraft Read(
        MeetingBody body,
        List<ValidationError> errors,
        Meeting? current,
        MeetingSnapshot register
    )
    {
        var (reading, directory) = (new BodyErrors(errors), new PartnerDirectory(register.Partners));
        var start = body.Start;
        var draft = new MeetingDraft
        {
            Reference = reading.Reference(
                body.Reference,
                current?.Draft.Reference,
                MeetingDraft.IsReference,
                "it begins with a letter or digit, and has letters, digits, hyphens, dots and underscores."
            ),
            Kind = body.Kind ?? MeetingKind.Other,
            Title = reading.Line("title", body.Title, "A title"),
            Status = body.Status ?? MeetingStatus.Planned,
            Pillars = reading.Pillars("pillars", body.Pillars),
            Start = start,
            End = body.End ?? start,
            Year = start?.Year ?? body.Year ?? 0,
            City = TextNormalization.Line(body.Place?.City),
            Country = reading.Country("place.country", body.Place?.Country),
            Hosts = Participants(reading, "hosts", body.Hosts, directory),
            Sessions = Sessions(reading, body),
            Participants = Participants(reading, "participants", body.Participants, directory),
            Outcomes = reading.Lines("outcomes", body.Outcomes, "An outcome", LongestOutcome),
            StatedCountries = body.Stated?.Countries,
            StatedOrganisations = body.Stated?.Organisations,
        };
        Days(reading, body);
        Stated(reading, draft, register);
        Computed(reading, body, current, register);
        return draft;
    }

    private static void Days(BodyErrors reading, MeetingBody body)
    {
        if (body.End < body.Start)
            reading.Add(
                "end",
                $"The meeting ends ({body.End:yyyy-MM-dd}) before it begins ({body.Start:yyyy-MM-dd}).",
                ErrorCodes.EndBeforeStart
            );
        if (body.Start is null && body.End is not null)
            reading.Add("start", "A meeting with a last day has a first day.", ErrorCodes.Missing);
        else if (body.Start is null && body.Status is MeetingStatus.Held)
            reading.Add("start", "A meeting that was held has a first day.", ErrorCodes.Missing);
        else if (body.Start is null && body.Year is null)
            reading.Add(
                "start",
                "Give the first day, or the year for which the meeting is planned.",
                ErrorCodes.Missing
            );
        if (body.Start is { } start && body.Year is { } year && year != start.Year)
            reading.Add(
                "year",
                $"The meeting begins in {start.Year} ({start:yyyy-MM-dd}), not in {year}. Leave the year out.",
                ErrorCodes.BadValue
            );
    }

    private static IReadOnlyList<MeetingSession> Sessions(BodyErrors reading, MeetingBody body)
    {
        var sessions = new List<MeetingSession>();
        foreach (var (i, session) in (body.Sessions ?? []).Index())
        {
            var name = $"sessions[{i}]";
            var (start, end) = (session.Start, session.End ?? session.Start);
            if (start is null && end is not null)
                reading.Add($"{name}.start", "A session with a last day has a first day.", ErrorCodes.Missing);
            else if (end < start)
                reading.Add(
                    $"{name}.end",
                    $"The session ends ({end:yyyy-MM-dd}) before it begins ({start:yyyy-MM-dd}).",
                    ErrorCodes.EndBeforeStart
                );
            else if (start is not null && body.Start is null)
                reading.Add($"{name}.start", "A session has days only if the meeting has.", ErrorCodes.BadValue);
            else if (start < body.Start || end > (body.End ?? body.Start))
                reading.Add(
                    start < body.Start ? $"{name}.start" : $"{name}.end",
                    $"The session lies outside the meeting, which is from {body.Start:yyyy-MM-dd} to "
                        + $"{body.End ?? body.Start:yyyy-MM-dd}.",
                    ErrorCodes.BadValue
                );
            sessions.Add(
                new(
                    reading.Line($"{name}.title", session.Title, "A title"),
                    reading.Pillars($"{name}.pillars", session.Pillars),
                    start,
                    end
                )
            );
        }

        return sessions;
    }

    private static IReadOnlyList<MeetingParticipant> Participants(
        BodyErrors reading,
        string list,
        IReadOnlyList<MeetingParticipantBody>? bodies,
        PartnerDirectory partners
    )
    {
        var participants = new List<MeetingParticipant>();
        foreach (var (i, body) in (bodies ?? []).Index())
        {
            var name = $"{list}[{i}]";
            string?[] given =
            [
                TextNormalization.Line(body.Partner),
                TextNormalization.Line(body.Country),
                TextNormalization.Line(body.Name),
            ];
            if (given.Count(one => one is not null) != 1)
                reading.Add(
                    name,
                    "Give one of the three: partner, country (no partner), or name (of an organisation that is none).",
                    given.All(one => one is null) ? ErrorCodes.Missing : ErrorCodes.BadValue
                );
            else if (given[0] is { } partner)
                participants.Add(new(reading.Partner($"{name}.partner", partner, partners), null, null));
            else if (given[1] is { } country)
                participants.Add(OfCountry(reading.Country($"{name}.country", country), partners));
            else
                participants.Add(Named(reading.Line($"{name}.name", given[2], "A name"), partners));
        }

        return [.. participants.Distinct()];
    }

    private static MeetingParticipant OfCountry(string? code, PartnerDirectory partners) =>
        code is not null && partners.Contains(code) ? new(code, null, null) : new(null, code, null);

    private static MeetingParticipant Named(string name, PartnerDirectory partners)
    {
        if (partners.Find(name) is { Agency: null } known)
            return new(known.Partner, null, null);
        return name.Length >= ShortestCountryName && CountryNames.Resolve(name) is { } code
            ? OfCountry(code, partners)
            : new(null, null, name);
    }

    private static void Stated(BodyErrors reading, MeetingDraft draft, MeetingSnapshot register)
    {
        var countries = draft.Participants.Count(one => MeetingAttendance.IsCountry(one, register.PartnersByCode));
        Least("stated.countries", draft.StatedCountries, countries, "countries");
        Least("stated.organisations", draft.StatedOrganisations, draft.Participants.Count - countries, "organisations");

        void Least(string name, int? stated, int listed, string what)
        {
            if (stated < listed)
                reading.Add(
                    name,
                    $"The list of participants has {listed} {what}, more than the {stated} that are stated. Correct "
                        + "the number, or leave it out to count the list.",
                    ErrorCodes.BadValue
                );
        }
    }

    private static void Computed(BodyErrors reading, MeetingBody body, Meeting? current, MeetingSnapshot register)
    {
        var whole = current is null
            ? null
            : JsonSerializer.SerializeToNode(MeetingResponse.FromMeeting(current, register), Json.Options)
                as JsonObject;
        reading.Computed("id", body.Id, whole);
        reading.Computed("attendance", body.Attendance, whole);
        reading.Computed("recommendations", body.Recommendations, whole);
        reading.Computed("partnersEndorsed", body.PartnersEndorsed, whole);
        reading.Computed("version", body.Version, whole, first: 1);
        reading.Computed("createdAt", body.CreatedAt, whole);
        reading.Computed("updatedAt", body.UpdatedAt, whole);
        reading.Computed("updatedBy", body.UpdatedBy, whole);
    }
}
