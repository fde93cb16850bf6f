namespace Adam.Desk.Shell;

/// <summary>Addresses of the pages of measures, meetings, reports and others, to which many pages link.</summary>
public static class HubAddress
{
    public static string OfMeasure(string reference) => $"/desk/measures/{Uri.EscapeDataString(reference)}";

    /// <param name="reference">The set and the number; the slash between them is one of the path.</param>
    public static string OfRecommendation(string reference) =>
        $"/desk/recommendations/{string.Join('/', reference.Split('/').Select(Uri.EscapeDataString))}";

    public static string OfDocument(string reference) => $"/desk/documents/{Uri.EscapeDataString(reference)}";

    public static string OfPost(string reference) => $"/desk/posts/{Uri.EscapeDataString(reference)}";

    public static string OfQuestionnaire(string reference) => $"/desk/questionnaires/{Uri.EscapeDataString(reference)}";

    /// <param name="partner">The code of the partner that responds.</param>
    public static string OfResponse(string reference, string partner) =>
        $"{OfQuestionnaire(reference)}/responses/{Uri.EscapeDataString(partner)}";

    public static string OfReport(int year) => FormattableString.Invariant($"/desk/report/{year}");

    public static string OfMeeting(string reference) => $"/desk/meetings/{Uri.EscapeDataString(reference)}";
}
