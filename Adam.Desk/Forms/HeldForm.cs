using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Forms;

/// <summary>
/// A form that the register could not take at this moment. The page keeps all its fields, so that it can be sent again
/// and nothing that was entered is lost.
/// </summary>
/// <param name="Problem">Why it was not taken.</param>
/// <param name="Fields">All fields of the form.</param>
/// <param name="NeedsKey">True if the session has ended, so that the person signs in with the form.</param>
/// <param name="Message">Why the key was refused; null if none was.</param>
/// <param name="HadFile">True if the form had a file, which a page cannot keep.</param>
public sealed record HeldForm(Problem Problem, Fields Fields, bool NeedsKey, string? Message, bool HadFile)
{
    /// <summary>The field with the key of a person who signs in within a form.</summary>
    public const string Key = "key";

    /// <summary>The field with the name under which password managers keep a key.</summary>
    public const string User = "user";

    public static View Create(DeskContext desk, HeldForm model, int status) =>
        View.Create<HeldFormPage, HeldForm>(desk.Words[model.NeedsKey ? "Held.signIn" : "Held.title"], "", model) with
        {
            Status = status,
        };
}
