using Adam.Desk.Shell;

namespace Adam.Desk.Home;

/// <summary>The page of those who have not signed in.</summary>
/// <param name="Return">The address to open afterwards.</param>
/// <param name="Message">Why the person has to sign in, or why this was refused; null for neither.</param>
public sealed record SignInModel(string Return, string? Message)
{
    public static View Create(DeskContext desk, SignInModel model) =>
        View.Create<SignInPage, SignInModel>(desk.Words["SignIn.title"], "sign-in", model);
}
