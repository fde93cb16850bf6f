using Adam.Desk.Shell;

namespace Adam.Desk.Home;

/// <summary>The page of those who have not signed in.</summary>
/// <param name="Return">The address to open afterwards.</param>
/// <param name="Contact">The mailbox or page where people ask for a key; null if the operator has not set it.</param>
/// <param name="Message">Why the person has to sign in, or why the key was refused; null for neither.</param>
public sealed record SignInModel(string Return, string? Contact, string? Message)
{
    public static View Create(DeskContext desk, SignInModel model) =>
        View.Create<SignInPage, SignInModel>(desk.Words["SignIn.title"], "sign-in", model);
}
