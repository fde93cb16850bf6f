namespace Adam.Desk.Shell;

/// <summary>How people sign in, beside entering a key.</summary>
/// <param name="Contact">
/// The mailbox or page where people ask for a key; null if the operator has not set it.
/// </param>
/// <param name="Account">
/// The path that lets people sign in with their account at an issuer; null if there is none.
/// </param>
public sealed record SignInWays(string? Contact, string? Account)
{
    /// <summary>Returns the address that opens another one after the sign-in with an account.</summary>
    public string AccountFor(string address) => $"{Account}?return={Uri.EscapeDataString(address)}";
}
