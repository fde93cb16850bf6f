using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Measures;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Measures;

/// <summary>Reads and validates measures from request bodies, and collects all errors.</summary>
internal static class MeasureReader
{
    private const int LongestReference = 100;
    private const int LongestPhrase = 100;

    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <param name="current">The measure to change; null for a new one.</param>
    /// <returns>The draft. Members with errors have undefined values.</returns>
    public static MeasureDraft Read(
        MeasureBody body,
        List<ValidationError> errors,
        Measure? current,
        PartnerDirectory partners
    )
    {
        var reading = new MemberReader(errors);
        var draft = new MeasureDraft
        {
            Reference = reading.Reference(body.Reference, current),
            Title = reading.Title(body.Title),
            Description = TextNormalization.Paragraphs(body.Description),
            Recommendations = reading.References("recommendations", body.Recommendations),
            DecidedAt = reading.References("decidedAt", body.DecidedAt is { } one ? [one] : []) is [var meeting, ..]
                ? meeting
                : null,
            Priority = body.Priority,
            Pillars =
            [
                .. reading
                    .Codes("pillars", CodeListCatalog.Pillars, body.Pillars)
                    .Select(code => (Pillar)CodeListCatalog.Pillars.Find(code)!.Number!)
                    .Order(),
            ],
            Countries = reading.Countries(body.Where?.Countries),
            Routes = reading.Routes(body.Where?.Routes),
            Scope = body.Scope ?? MeasureScope.EachCountry,
            ActivityTypes = reading.Codes(
                "criterion.activityTypes",
                CodeListCatalog.ActivityTypes,
                body.Criterion?.ActivityTypes
            ),
            Words = reading.Phrases(body.Criterion?.Words),
            From = body.From,
            Until = body.Until,
            Leads = reading.Leads(body.Leads, partners),
        };
        if (body.Where is { Countries: null or { Count: 0 }, Routes: null or { Count: 0 } })
            reading.Add("where", "Name where: countries, routes or both.", ErrorCodes.Missing);
        if (body.Until < body.From)
            reading.Add(
                "until",
                $"The measure ends (until {body.Until:yyyy-MM-dd}) before it begins (from {body.From:yyyy-MM-dd}).",
                ErrorCodes.EndBeforeStart
            );
        reading.Computed(body, current);
        return draft;
    }

    /// <summary>Reads the members of one body, and adds an error for each that is wrong.</summary>
    private sealed class MemberReader(List<ValidationError> errors)
    {
        public void Add(string name, string reason, ErrorCode code)
        {
            if (!errors.HasErrorFor(name) && errors.Count < ValidationError.Most)
                errors.Add(new(name, reason, code));
        }

        public string Reference(string? text, Measure? current)
        {
            var reference = TextNormalization.Line(text) ?? "";
            if (text is not null && !MeasureDraft.IsReference(reference))
                Add(
                    "reference",
                    $"{ValidationError.Quote(text)} is no reference of a measure: it begins with a letter or digit, "
                        + "and has letters, digits, hyphens, dots and underscores.",
                    ErrorCodes.BadValue
                );
            else if (current is not null && MeasureDraft.KeyOf(reference) != current.Key)
                Add(
                    "reference",
                    $"The reference is {current.Draft.Reference} and stays so. Record another measure as "
                        + $"{ValidationError.Quote(reference)}.",
                    ErrorCodes.BadValue
                );
            return reference;
        }

        public string Title(string? text)
        {
            var title = TextNormalization.Line(text) ?? "";
            if (text is not null && Folding.Key(title).Length == 0)
                Add("title", "A title needs a letter or a digit.", ErrorCodes.BadValue);
            return title;
        }

        /// <summary>Reads references of recommendations or meetings, which need not be in the register.</summary>
        public IReadOnlyList<string> References(string name, IReadOnlyList<string>? texts)
        {
            var references = new List<string>();
            foreach (var (i, text) in (texts ?? []).Index())
            {
                var reference = TextNormalization.Line(text) ?? "";
                if (
                    reference.Length is 0 or > LongestReference
                    || !reference.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' or '_' or '/')
                )
                    Add(
                        name == "decidedAt" ? name : $"{name}[{i}]",
                        $"{ValidationError.Quote(text)} is no reference: it has 1 to {LongestReference} letters, "
                            + "digits, hyphens, dots, underscores and slashes.",
                        ErrorCodes.BadValue
                    );
                references.Add(reference);
            }

            return [.. references.Distinct(StringComparer.OrdinalIgnoreCase)];
        }

        public IReadOnlyList<string> Codes(string name, CodeList list, IReadOnlyList<string>? texts)
        {
            var codes = new List<string>();
            foreach (var (i, text) in (texts ?? []).Index())
            {
                if (list.Find(text.Trim()) is { } entry)
                    codes.Add(entry.Code);
                else
                    Add($"{name}[{i}]", ValidationError.NoCodeOf(list, text), ErrorCodes.UnknownCode);
            }

            return [.. codes.Distinct(StringComparer.Ordinal)];
        }

        public IReadOnlyList<string> Countries(IReadOnlyList<string>? texts)
        {
            var countries = new List<string>();
            foreach (var (i, text) in (texts ?? []).Index())
            {
                if (CountryNames.Resolve(text) is { } code)
                    countries.Add(code);
                else
                    Add(
                        $"where.countries[{i}]",
                        ValidationError.NoCodeOf(CodeListCatalog.Countries, text),
                        ErrorCodes.UnknownCode
                    );
            }

            return [.. countries.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }

        public IReadOnlyList<string> Routes(IReadOnlyList<string>? texts)
        {
            var routes = new List<string>();
            foreach (var (i, text) in (texts ?? []).Index())
            {
                if (Domain.CodeLists.Route.Find(text.Trim()) is { } route)
                    routes.Add(route.Code);
                else
                    Add(
                        $"where.routes[{i}]",
                        $"{ValidationError.Quote(text)} is no route. Known are "
                            + $"{string.Join(", ", Domain.CodeLists.Route.All.Select(route => route.Code))}.",
                        ErrorCodes.UnknownCode
                    );
            }

            return [.. routes.Distinct(StringComparer.Ordinal)];
        }

        public IReadOnlyList<string> Phrases(IReadOnlyList<string>? texts)
        {
            var phrases = new List<string>();
            foreach (var (i, text) in (texts ?? []).Index())
            {
                var (name, phrase) = ($"criterion.words[{i}]", TextNormalization.Line(text) ?? "");
                var words = Folding.Words(phrase).Count;
                if (words == 0)
                    Add(
                        name,
                        $"{ValidationError.Quote(text)} has neither letters nor digits to look for.",
                        ErrorCodes.BadValue
                    );
                else if (words > MeasureCriterion.MaxPhraseWords)
                    Add(
                        name,
                        $"A phrase of {words} words is too long: at most {MeasureCriterion.MaxPhraseWords}. Split it "
                            + "into phrases of which a project needs one.",
                        ErrorCodes.BadValue
                    );
                else if (phrase.Length > LongestPhrase)
                    Add(name, $"The phrase has more than {LongestPhrase} characters.", ErrorCodes.TooLong);
                phrases.Add(phrase);
            }

            return [.. phrases.Distinct(StringComparer.OrdinalIgnoreCase)];
        }

        public IReadOnlyList<string> Leads(IReadOnlyList<MeasureLeadBody>? leads, PartnerDirectory partners)
        {
            var codes = new List<string>();
            foreach (var (i, lead) in (leads ?? []).Index())
            {
                if (lead.Partner is null)
                    continue;
                if (partners.Resolve(lead.Partner) is { } code)
                    codes.Add(code);
                else
                    Add(
                        $"leads[{i}].partner",
                        ValidationError.NoPartner(lead.Partner, partners),
                        ErrorCodes.UnknownCode
                    );
            }

            return [.. codes.Distinct(StringComparer.Ordinal)];
        }

        /// <summary>Adds an error for each computed member whose value in the body differs.</summary>
        public void Computed(MeasureBody body, Measure? current)
        {
            if (body.Version is { } version && version != (current?.Version ?? 1))
                Wrong("version", "is counted by the register");
            if (body.CreatedAt is { } created && created != current?.CreatedAt)
                Wrong("createdAt", "is stamped by the register");
            if (body.UpdatedAt is { } updated && updated != current?.UpdatedAt)
                Wrong("updatedAt", "is stamped by the register");
            if (body.UpdatedBy is { } by && by != current?.UpdatedBy)
                Wrong("updatedBy", "is stamped by the register");

            void Wrong(string name, string why) =>
                Add(name, $"{name} {why}, and this is another value. Leave it out.", ErrorCodes.ComputedMember);
        }
    }
}
