"""`python app.py` serves Micronet; `flask --app app` and any WSGI server find the application here as `app`."""

if __name__ == "__main__":
    from micronet.serve import main

    main()
else:
    from micronet import create_app

    app = create_app()
