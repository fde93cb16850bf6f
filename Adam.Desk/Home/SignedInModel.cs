using Adam.Desk.Shell;

namespace Adam.Desk.Home;

/// <summary>The page after the sign-in with an account, which opens the address that was asked for.</summary>
public sealed record SignedInModel(string Address)
{
    public static View Create(DeskContext desk, SignedInModel model) =>
        View.Create<SignedInPage, SignedInModel>(desk.Words["Account.signedIn"], "sign-in", model) with
        {
            Next = model.Address,
        };
}
