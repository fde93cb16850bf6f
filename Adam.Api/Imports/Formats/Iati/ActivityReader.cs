using System.Globalization;
using System.Text;
using Adam.Api.Errors;
using Adam.Domain.Iati;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Reads the activities of an IATI file of version 1.01 to 2.03. Only one activity is in memory at a time. The two
/// generations of the standard are distinguished by the form of each element, not by the version that the file states.
/// Elements that the register does not use, and those of other namespaces, are skipped.
/// </summary>
internal sealed class ActivityReader : IDisposable
{
    private static readonly char[] Separators = [' ', ',', ';', '\t', '\r', '\n'];

    private readonly IatiXmlReader _xml;

    /// <exception cref="UnreadableFileException">The beginning of the file is not text.</exception>
    public ActivityReader(Stream file) => _xml = new(file);

    /// <summary>Returns the activities in their order.</summary>
    /// <exception cref="UnreadableFileException">
    /// The file is not well-formed XML, is not an IATI file, or exceeds <see cref="IatiLimits"/>. Activities before
    /// that position have been returned.
    /// </exception>
    public IEnumerable<IatiActivity> Read()
    {
        foreach (var name in _xml.Records(CheckRoot))
        {
            if (name == "iati-activity")
                yield return _xml.Guarded(ReadActivity);
        }
    }

    public void Dispose() => _xml.Dispose();

    private void CheckRoot()
    {
        if (_xml.Name != "iati-activities")
        {
            throw NotIati(
                $"The root element is {ValidationError.Quote(_xml.Name)}, not 'iati-activities': "
                    + "this is no file of IATI activities."
            );
        }

        if (_xml.Attribute("version") is { } version && version is not (['1', '.', ..] or ['2', '.', ..]))
        {
            throw NotIati(
                $"The file says that it is IATI version {ValidationError.Quote(version)}. "
                    + "The versions 1.01 to 2.03 are read."
            );
        }

        static UnreadableFileException NotIati(string reason) => new(ErrorCodes.NotIati, reason);
    }

    private IatiActivity ReadActivity()
    {
        _xml.StartRecord();
        var (line, column) = _xml.Position;
        var activity = new IatiActivity
        {
            Line = line,
            // The position is that of the name; the column of the record is that of the bracket before it.
            Column = column - 1,
            DefaultCurrency = _xml.Attribute("default-currency"),
            Language = _xml.Language(),
            OwnReference = _xml.Attribute(AdamNamespace.Reference, AdamNamespace.Uri),
            OwnVisibility = _xml.Attribute(AdamNamespace.Visibility, AdamNamespace.Uri),
            OwnIatiIdentifier = _xml.Attribute(AdamNamespace.IatiIdentifier, AdamNamespace.Uri),
            OwnFundedUntil = DateOnly.TryParseExact(
                _xml.Attribute(AdamNamespace.FundedUntil, AdamNamespace.Uri),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var fundedUntil
            )
                ? fundedUntil
                : null,
            OwnMeasures = (_xml.Attribute(AdamNamespace.Measures, AdamNamespace.Uri) ?? "").Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            ),
        };
        _xml.Children(name =>
        {
            switch (name)
            {
                case "iati-identifier":
                    activity.Identifier ??= _xml.Text()?.Normalize(NormalizationForm.FormC);
                    break;
                case "reporting-org" when activity.Reporter is null:
                    activity.HasSecondaryReporter = _xml.Attribute("secondary-reporter") is "1" or "true";
                    activity.Reporter = Organisation();
                    break;
                case "title":
                    activity.Add(activity.Titles, _xml.Narratives());
                    break;
                case "description":
                    activity.Add(activity.Descriptions, _xml.Narratives());
                    break;
                case "participating-org":
                    activity.Add(activity.Participations, new(_xml.Attribute("role"), Organisation()));
                    break;
                case "activity-status":
                    activity.Status ??= _xml.Attribute("code");
                    break;
                case "activity-date":
                    activity.Add(activity.Dates, new(_xml.Attribute("type"), _xml.Attribute("iso-date"), _xml.Text()));
                    break;
                case "location":
                    activity.Add(activity.Locations, ReadLocation());
                    break;
                case "budget":
                    activity.Add(activity.Budgets, ReadBudget());
                    break;
                case "transaction":
                    ReadTransaction(activity);
                    break;
                case "related-activity":
                    var related = new RelatedActivity(_xml.Attribute("type"), _xml.Attribute("ref"));
                    // A register finds such activities by itself.
                    if (!_xml.HasChild(AdamNamespace.Found, AdamNamespace.Uri))
                        activity.Add(activity.Related, related);
                    break;
                case "other-identifier":
                    activity.Add(activity.OtherIdentifiers, new(_xml.Attribute("type"), _xml.Attribute("ref")));
                    break;
                case "tag":
                    activity.Add(activity.Tags, Coded(onTransaction: false));
                    break;
                default:
                    ReadCoded(name, activity, onTransaction: false);
                    break;
            }
        });
        activity.WasCut = _xml.WasCut;
        return activity;
    }

    private void ReadCoded(string name, IatiActivity activity, bool onTransaction)
    {
        var codes = name switch
        {
            "recipient-country" => activity.Countries,
            "recipient-region" => activity.Regions,
            "sector" => activity.Sectors,
            _ => null,
        };
        if (codes is not null)
            activity.Add(codes, Coded(onTransaction));
    }

    private Coded Coded(bool onTransaction)
    {
        var percentage = onTransaction ? null : _xml.Attribute("percentage");
        var coded = new Coded(_xml.Attribute("vocabulary"), _xml.Attribute("code"), percentage, onTransaction);
        // A name is read only if nothing better identifies what is meant.
        return coded.Code is null ? coded with { Name = _xml.Narratives().FirstOrDefault().Text } : coded;
    }

    private Location ReadLocation()
    {
        List<Narrative> names = [],
            descriptions = [];
        (string?, string?) position = default;
        _xml.Children(name =>
        {
            switch (name)
            {
                case "name":
                    names.AddRange(_xml.Narratives());
                    break;
                case "description":
                    descriptions.AddRange(_xml.Narratives());
                    break;
                case "point":
                    _xml.Children(inner =>
                    {
                        if (inner == "pos" && _xml.Text() is { } text)
                            position = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
                                is [var latitude, var longitude]
                                ? (latitude, longitude)
                                : (text, null);
                    });
                    break;
                case "coordinates":
                    position = (_xml.Attribute("latitude"), _xml.Attribute("longitude"));
                    break;
            }
        });
        return new(names, descriptions, position);
    }

    private Budget ReadBudget()
    {
        var type = _xml.Attribute("type");
        string? from = null,
            to = null;
        Money money = default;
        _xml.Children(name =>
        {
            switch (name)
            {
                case "period-start":
                    from = _xml.Attribute("iso-date");
                    break;
                case "period-end":
                    to = _xml.Attribute("iso-date");
                    break;
                case "value":
                    money = ReadMoney();
                    break;
            }
        });
        return new(type, from, to, money);
    }

    private void ReadTransaction(IatiActivity activity)
    {
        string? type = null,
            provided = null,
            received = null;
        Money money = default;
        Organisation? provider = null;
        _xml.Children(name =>
        {
            switch (name)
            {
                case "transaction-type":
                    type = _xml.Attribute("code");
                    break;
                case "value":
                    money = ReadMoney();
                    break;
                case "provider-org":
                    provided = _xml.Attribute("provider-activity-id");
                    provider = Organisation();
                    break;
                case "receiver-org":
                    received = _xml.Attribute("receiver-activity-id");
                    break;
                default:
                    ReadCoded(name, activity, onTransaction: true);
                    break;
            }
        });
        activity.Add(activity.Transactions, new(type, money, provider, provided, received));
    }

    private Money ReadMoney()
    {
        var currency = _xml.Attribute("currency");
        return new(_xml.Text(), currency);
    }

    private Organisation Organisation()
    {
        var (identifier, type) = (_xml.Attribute("ref"), _xml.Attribute("type"));
        return new(identifier, type, _xml.Narratives());
    }
}
