namespace Adam.Desk.Shell;

/// <summary>Addresses of the pages of overlaps, to which many pages link.</summary>
public static class OverlapAddress
{
    /// <summary>Returns the address of the page that shows two records side by side.</summary>
    /// <param name="id">The id of the overlap.</param>
    public static string Of(string id) => $"/desk/overlaps/{Uri.EscapeDataString(id)}";
}
