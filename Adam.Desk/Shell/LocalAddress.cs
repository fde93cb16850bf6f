namespace Adam.Desk.Shell;

/// <summary>Addresses that requests name, and to which browsers are sent.</summary>
public static class LocalAddress
{
    /// <summary>Returns a path of this server for an address that a request names; <c>/</c> for any other.</summary>
    public static string Parse(string? address) =>
        address is ['/', ..]
        && !address.StartsWith("//", StringComparison.Ordinal)
        && !address.Any(letter => letter is '\\' or < ' ' or > '~')
            ? address
            : "/";
}
