using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Calls;

/// <summary>Reads the forms that people send, and lets a person sign in within one.</summary>
public interface IPersonForms
{
    /// <summary>Reads a form that a page of this register has sent. A form of another site ends the request.</summary>
    /// <param name="most">The most bytes of the form.</param>
    Task<IFormCollection> ReadAsync(HttpContext http, long most);

    /// <summary>Exchanges a key for a session of the browser; returns null if it was, else why not.</summary>
    Task<string?> SignInAsync(HttpContext http, string key);
}
