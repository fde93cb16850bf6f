using Microsoft.OpenApi;

namespace Adam.Api.OpenApi;

/// <summary>The tags of the document: one for each folder of endpoints.</summary>
internal static class Tags
{
    private static readonly (string Folder, string Name, string Description)[] Chapters =
    [
        ("Projects", "Projects", "The projects of the register: who does what, where and when."),
        ("Imports", "Imports", "Imports of many projects from files that donors publish."),
        (
            "Overlaps",
            "Overlaps",
            "Pairs of projects of different partners that share a country, a pillar and at least one day."
        ),
        (
            "Measures",
            "Measures",
            "What is to be there, where and until when; and the projects that serve it: declared, found or suggested."
        ),
        ("Gaps", "Gaps", "Which countries a measure or a pillar covers, will cover, has covered, or leaves open."),
        (
            "Progress",
            "Progress",
            "How far measures have come: what partners state, what analysts assess, and what the register finds."
        ),
        (
            "Meetings",
            "Meetings",
            "Meetings of the partnership: when, where, who attended, and what they recommended and endorsed."
        ),
        ("Recommendations", "Recommendations", "What meetings have recommended, and what has become of it."),
        ("Documents", "Documents", "Reports, studies and other documents: what they are about, and where they are."),
        (
            "Records.Files",
            "Files of records",
            "Imports of meetings, recommendations, measures and documents from tables and JSON."
        ),
        ("Reports", "Reports", "The yearly report with what editors write into it, and its frozen editions."),
        (
            "Layers",
            "Layers",
            "Layers of drug data: seizures, prices, cultivation, places and others; their items and summaries."
        ),
        ("Features", "Features", "The layers for programs of OGC API Features, such as QGIS."),
        ("Posts", "Posts", "Posts of liaison and research officers, and the countries that they cover."),
        (
            "Questionnaires",
            "Questionnaires",
            "What partners are asked, their responses, and how many have responded by any day."
        ),
        ("Changes", "Changes", "All changes of projects and verdicts, for those who keep a copy."),
        ("Subscriptions", "Subscriptions", "Webhooks, mails and feeds that tell of projects, overlaps and verdicts."),
        (
            "Presence",
            "Presence",
            "The 4W table: numbers of projects and partners, and amounts, by country, pillar and other dimensions."
        ),
        ("ExchangeRates", "Exchange rates", "Yearly average rates, with which presence converts amounts."),
        ("Partners", "Partners", "The States and organisations of the partnership."),
        ("CodeLists", "Reference data", "Code lists, routes and regions. They change with a release of the service."),
        (
            "Keys",
            "Keys",
            "API keys and their roles: `viewer` reads; `donor` also writes the projects of its partner; `analyst` "
                + "reads and decides overlaps; `admin` has all permissions."
        ),
        ("Audit", "Audit", "Who wrote what and when, and requests that were refused; for admins."),
        ("Health", "Health", "The state of the service, for its operator."),
    ];

    public static string For(Type endpoint) =>
        Chapters.Single(chapter => endpoint.Namespace!.EndsWith($".{chapter.Folder}", StringComparison.Ordinal)).Name;

    public static ISet<OpenApiTag> All =>
        new HashSet<OpenApiTag>(
            Chapters.Select(chapter => new OpenApiTag { Name = chapter.Name, Description = chapter.Description })
        );
}
