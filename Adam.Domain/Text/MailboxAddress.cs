using System.Text.RegularExpressions;

namespace Adam.Domain.Text;

/// <summary>Checks the addresses of mailboxes.</summary>
public static partial class MailboxAddress
{
    /// <summary>The maximum length of an address in SMTP (RFC 5321, section 4.5.3.1.3, with erratum 1690).</summary>
    public const int MostCharacters = 254;

    /// <summary>
    /// Returns true if the text is an address as browsers accept it, with a host name of several parts. It can contain
    /// neither spaces nor line breaks, so it cannot add a header to a mail.
    /// </summary>
    public static bool IsValid(string text) => text.Length <= MostCharacters && Form().IsMatch(text);

    /// <summary>
    /// Returns true if people can write to the text. Unlike the receiver of a mail of this register, it may have a host
    /// in other letters than those of ASCII, such as <c>desk@мвд.example</c>.
    /// </summary>
    public static bool IsContact(string text) =>
        text.LastIndexOf('@') is var at and > 0
        && DnsName.Parse(text[(at + 1)..]) is { } host
        && IsValid($"{text[..at]}@{host}");

    // https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address, and the limits of RFC 5321 and RFC 1035.
    [GeneratedRegex(
        @"\A[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + @"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
